#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/metrics.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "core/ports/audit_log.hpp"
#include "core/ports/event_bus.hpp"
#include "core/ports/import_sink.hpp"
#include "core/ports/issue_state_store.hpp"
#include "core/ports/job_queue.hpp"
#include "core/ports/key_store.hpp"
#include "core/ports/rate_limiter.hpp"
#include "core/ports/reply_log.hpp"
#include "core/ports/retention.hpp"
#include "core/ports/review_store.hpp"
#include "core/ports/session_store.hpp"
#include "core/ports/spend_ledger.hpp"
#include "http/middleware/submission_limit.hpp"
#include "http/readiness.hpp"

namespace assay::app {

/// Where a process keeps its submissions and how it meets others: implementations of the ports that belong
/// together. All of it is thread-safe as the ports say.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual core::ReviewStore& store() = 0;
  virtual core::IssueStateStore& states() = 0;
  virtual core::ReplyLog& replies() = 0;
  virtual core::Retention& retention() = 0;
  virtual core::SpendLedger& spend() = 0;
  virtual core::KeyStore& keys() = 0;
  virtual core::SessionStore& sessions() = 0;
  virtual core::AuditLog& audit() = 0;
  virtual core::ImportSink& importing() = 0;
  virtual core::JobQueue& queue() = 0;
  virtual core::EventBus& bus() = 0;
  virtual core::RateLimiter& limiter() = 0;

  /// Other processes work on the same data: what is remembered here may be out of date.
  virtual bool is_shared() const = 0;

  /// Counts what earlier processes admitted, so that a restart gives nobody a fresh quota. Before serving.
  virtual base::Result<void> refill(const http::SubmissionLimit& limit) = 0;
  /// Tells whoever can read the data folder how to reach this server and with which token; see
  /// store::DataFolder. Nothing where there is no folder.
  virtual base::Result<void> announce(const std::string& url, const std::string& token,
                                      const std::string& pin) = 0;
  /// What /readyz says of it.
  virtual base::Task<std::vector<http::ReadinessCheck>> checks() = 0;

  /// What has to be done in the background, on the engine's thread; returns after `stop`, which is
  /// thread-safe.
  virtual base::Task<void> run() = 0;
  virtual void stop() = 0;
  /// Ends what runs on threads of its own. Nothing else may be called afterwards. What was under way is
  /// posted to the contexts it came from, which must still be there.
  virtual void close() = 0;
};

/// Everything it is made with outlives it. An error: the data folder is held by another process, a URL is
/// wrong …; a server that can't be reached now is none.
base::Result<std::unique_ptr<Backend>> open_backend(const cli::LoadedConfiguration& loaded,
                                                    const base::Clock& clock, base::Random& random,
                                                    base::Metrics& metrics, base::Executor engine);

}  // namespace assay::app
