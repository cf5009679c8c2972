#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ports/event_bus.hpp"
#include "core/ports/job_queue.hpp"
#include "core/ports/review_store.hpp"
#include "review/job_metrics.hpp"
#include "review/pipeline.hpp"

namespace assay::review {

/// Finds the language of code from its file name and content; never `automatic`. Pure, thread-safe.
using LanguageDetector = std::function<core::Language(std::string_view filename, std::string_view code)>;

struct SubmitRequest {
  core::Scope scope;
  core::ReviewInput input;  ///< as handed in: not normalised, language may be automatic
  std::optional<core::SubmissionId> rerun_of;
  std::string
      client;  ///< who is charged by the rate limit, kept so that the limit survives a restart; may be empty
  std::optional<core::IdempotencyKey> idempotency;
  std::vector<std::string> ignored_fields;  ///< remembered with the key
  std::string quota;          ///< who is charged for a review, kept likewise if it needs a job of its own
  bool only_if_free = false;  ///< rate_limited where it would need a job of its own
  std::string trace;          ///< traceparent of the request; empty: none
};

struct Submitted {
  core::SubmissionId id;
  core::Status status = core::Status::pending;  ///< pending, or completed at once from the cache
  core::Language language = core::Language::text;
  std::vector<std::string> ignored_fields;
  bool replayed = false;  ///< an earlier request with the same key made it; nothing was accepted now
  bool made_job = false;  ///< it costs a review of its own
};

/// Accepts submissions: checks and normalises the input, then one durable step, then wakes a worker.
/// Thread-safe; each call stays on the io_context it came from.
class Submitter {
 public:
  struct Parts {
    core::ReviewStore& store;
    core::JobQueue& queue;
    core::EventBus& bus;
    const Pipeline& pipeline;
    const base::Clock& clock;
    base::Random& random;
    LanguageDetector detect_language;
    JobMetrics* metrics = nullptr;  ///< may be null
  };
  explicit Submitter(Parts parts);

  /// What `submit` would refuse for a reason of the caller's: empty code, unknown reviewers or models. Call
  /// it before the rate limit, so that a bad request costs nothing. invalid_argument with the field.
  base::Result<void> check(const core::ReviewInput& input) const;

  /// What an earlier request with this key was answered; nothing where there was none. `invalid_argument`
  /// with the field "Idempotency-Key" where it had another body.
  base::Task<base::Result<std::optional<Submitted>>> find_answer(core::Scope scope,
                                                                 core::IdempotencyKey key) const;

  /// invalid_argument as in `check`; otherwise the errors of the store.
  base::Task<base::Result<Submitted>> submit(SubmitRequest request);

 private:
  void normalise(core::ReviewInput& input) const;

  Parts parts_;
};

}  // namespace assay::review
