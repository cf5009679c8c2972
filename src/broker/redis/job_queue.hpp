#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "base/random.hpp"
#include "broker/redis/queue_calls.hpp"
#include "broker/redis/queue_signals.hpp"
#include "core/ports/job_ledger.hpp"
#include "core/ports/job_queue.hpp"
#include "core/ports/queue_repair.hpp"

namespace assay::broker::redis {

/// The queue of many processes. Redis says who works on what; the fences, and what is unfinished at all, come
/// from the ledger, so Redis may lose everything: those who hold jobs say so again (`run`), the rest is
/// restored by review::Reconciler. Attempts are then counted anew.
///
/// A job whose lease ended is a suspect: its process died, perhaps of it. It is given only to a process that
/// is idle, which then runs nothing beside it. At most half of the processes (one at least) run suspects or
/// make room for them at a time, as long as there are other jobs.
class RedisJobQueue final : public core::JobQueue, public core::QueueRepair {
 public:
  /// The references outlive it.
  RedisJobQueue(Client& client, core::JobLedger& ledger, const base::Clock& clock, base::Random& random,
                RedisQueueOptions options = {});
  ~RedisJobQueue() override;

  /// Until `stop`: when Redis has forgotten what this process holds, tells it at once, before others run it
  /// too.
  base::Task<void> run();
  void stop();

  base::Task<base::Result<void>> enqueue(core::JobId job, core::Scope scope) override;
  base::Task<base::Result<std::vector<core::Claim>>> claim(core::ClaimRequest request) override;
  base::Task<base::Result<std::vector<core::JobId>>> extend(std::vector<core::Claim> claims,
                                                            base::Micros lease) override;
  base::Task<base::Result<void>> retry(core::Claim claim, base::Micros delay,
                                       core::AttemptCharge charge) override;
  base::Task<base::Result<void>> complete(core::Claim claim) override;
  base::Task<base::Result<void>> cancel(core::JobId job) override;
  void on_lost(std::function<void(const core::JobId&)> lost) override;
  base::Task<void> wait(base::Micros at_most) override;
  void interrupt() override;
  base::Task<base::Result<core::QueueDepth>> depth() override;

  base::Task<base::Result<bool>> take_turn(base::Micros turn) override;
  base::Task<base::Result<int>> restore(std::vector<core::UnfinishedJob> jobs) override;

 private:
  /// What a claim has taken, without fences yet.
  base::Task<base::Result<std::vector<HeldClaim>>> take(core::ClaimRequest request, std::string token);
  /// Gets their fences; gives those that are really held now.
  base::Task<base::Result<std::vector<HeldClaim>>> grant(std::vector<HeldClaim> taken, std::string token,
                                                         base::Micros lease);
  base::Task<base::Result<std::vector<core::JobId>>> renew(std::vector<HeldClaim> held, base::Micros lease);
  base::Task<base::Result<void>> end(const Script& script, core::JobId job);
  std::string claim_token();
  void keep_unsettled(std::string token);

  QueueCalls calls_;
  core::JobLedger& ledger_;
  const base::Clock& clock_;
  base::Random& random_;
  const std::string process_;  ///< tells processes apart whose workers have the same name
  std::shared_ptr<QueueSignals>
      heard_;  // shared with the subscription, whose last call may still be under way
  std::unique_ptr<Client::Subscription> subscription_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::optional<std::string> unsettled_;  ///< of a claim that may have taken jobs without our learning of it
};

}  // namespace assay::broker::redis
