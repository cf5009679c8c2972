#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "core/event.hpp"
#include "core/fingerprint.hpp"
#include "core/ports/reviewer.hpp"
#include "review/finding_policy.hpp"

namespace assay::review {

/// Where one run of the pipeline tells what happens. Called on the io_context that awaits `run`.
class PipelineListener {
 public:
  virtual ~PipelineListener() = default;
  virtual void progressed(int percent, core::Stage stage) = 0;
  /// A finding, with id and fingerprint, the first time it is seen in this run.
  virtual void issue_found(const core::Issue& issue) = 0;
};

struct PipelineResult {
  core::Review review;                           ///< also where it failed: what the other reviewers found
  std::optional<core::ReviewerFailure> failure;  ///< of the first reviewer that could not do its work
  bool cacheable = false;
};

/// Combines the reviewers in force: runs them in order, each with the findings of those before as evidence,
/// merges, filters, scores. Holds no state of a run. The reviewers must outlive it.
class Pipeline {
 public:
  Pipeline(std::vector<core::Reviewer*> reviewers, const base::Clock& clock);

  /// What the answer to an input with these options depends on.
  core::ReviewerIdentities identities(const core::ReviewOptions& options) const;
  /// What a reviewer that would run could not do because of the options; invalid_argument with the field.
  base::Result<void> check(const core::ReviewOptions& options) const;
  /// Names of all reviewers in force, in order.
  std::vector<std::string> reviewer_names() const;

  struct Run {
    std::shared_ptr<const core::ReviewInput> input;
    core::JobId job;
    core::Scope scope = core::public_scope();
    std::string trace;  ///< traceparent of the request that made the job; empty: none
    std::stop_token stop;
    PipelineListener* listener = nullptr;  ///< never null; outlives the run
    core::ReplyLog* replies = nullptr;
    const FindingPolicy* policy = nullptr;  ///< may be null; outlives the run
  };
  base::Task<PipelineResult> run(Run run) const;

 private:
  std::vector<core::Reviewer*> chosen(const core::ReviewOptions& options) const;

  std::vector<core::Reviewer*> reviewers_;
  const base::Clock& clock_;
};

}  // namespace assay::review
