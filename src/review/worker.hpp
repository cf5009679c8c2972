#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/outage.hpp"
#include "base/random.hpp"
#include "base/task.hpp"
#include "base/task_group.hpp"
#include "core/ports/event_bus.hpp"
#include "core/ports/job_queue.hpp"
#include "core/ports/reply_log.hpp"
#include "core/ports/review_store.hpp"
#include "review/active_jobs.hpp"
#include "review/job_metrics.hpp"
#include "review/pipeline.hpp"

namespace assay::review {

/// Counts since the start; readable from any thread.
struct WorkerCounters {
  std::atomic<std::int64_t> completed{0};
  std::atomic<std::int64_t> failed{0};
  std::atomic<std::int64_t> retried{0};
  std::atomic<std::int64_t> stale{0};  ///< results that came after somebody else's or a cancel
  std::atomic<std::int64_t> running{0};
};

struct WorkerConfig {
  std::string name = "worker";
  int concurrency = 64;
  base::Micros lease{15'000'000};
  base::Micros heartbeat{5'000'000};
  base::Micros lease_margin{
      2'000'000};  ///< work stops that long before a lease that could not be renewed ends
  base::Micros drain_grace{
      20'000'000};  ///< jobs may finish for so long at shutdown before they are handed back
  base::Micros cache_ttl{2'592'000'000'000};  ///< 30 days; each entry gets this +-10 %
};

/// Claims jobs, runs the pipeline, stores results. Lives on one io_context; only `stop` and the counters are
/// thread-safe.
class Worker {
 public:
  struct Parts {
    core::ReviewStore& store;
    core::JobQueue& queue;
    core::EventBus& bus;
    core::ReplyLog& replies;
    const Pipeline& pipeline;
    ActiveJobs& active;
    const base::Clock& clock;
    base::Random& random;
    base::Executor executor;
    JobMetrics* metrics = nullptr;  ///< may be null
  };
  Worker(Parts parts, WorkerConfig config);

  /// Works until `stop`, then drains: claims no more, lets jobs finish for the grace, hands the rest back
  /// uncharged.
  base::Task<void> run();
  void stop();

  const WorkerCounters& counters() const { return counters_; }

 private:
  struct Held {
    core::Claim claim;
    base::Micros lease_end;
  };

  base::Task<void> claim_loop();
  base::Task<void> heartbeat_loop();
  base::Task<void> renew();
  base::Task<void> drain();
  base::Task<void> work(core::Claim claim);
  base::Task<void> do_job(core::Claim claim, std::stop_token stop);
  base::Task<void> settle(core::Claim claim, core::JobWork work, PipelineResult result);
  base::Task<void> store_result(core::Claim claim, core::JobWork work, PipelineResult result);
  base::Task<void> hand_back(core::Claim claim, base::Micros delay, core::AttemptCharge charge);
  base::Timestamp cache_expiry();

  Parts parts_;
  WorkerConfig config_;
  WorkerCounters counters_;
  base::TaskGroup jobs_;
  base::Wakeup slot_free_;
  std::unordered_map<core::JobId, Held> held_;
  std::atomic<bool> stopping_{false};
  bool heartbeat_ends_ = false;
  base::Wakeup heartbeat_wake_;
  base::Outage claiming_;
  base::Outage renewing_;
  base::Outage storing_;
};

}  // namespace assay::review
