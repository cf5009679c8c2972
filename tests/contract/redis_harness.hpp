#pragma once
#include <optional>
#include <stdexcept>

#include "base/random.hpp"
#include "broker/redis/job_queue.hpp"
#include "contract/redis_box.hpp"
#include "contract/store_harness.hpp"
#include "store/memory/memory_import_sink.hpp"
#include "store/memory/memory_job_ledger.hpp"
#include "store/memory/memory_spend_ledger.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::contract {

/// What a queue in Redis can be combined with: a store that has a ledger. Made with the clock.
struct MemorySide {
  explicit MemorySide(base::ManualClock& clock) : state(clock) {}

  core::ReviewStore& store() { return reviews; }
  core::ReplyLog& replies() { return reviews; }
  core::IssueStateStore& states() { return reviews; }
  core::SpendLedger& spend() { return spent; }
  core::ImportSink& importing() { return imports; }
  core::JobLedger& ledger() { return jobs; }

  store::MemoryState state;
  store::MemoryReviewStore reviews{state};
  store::MemoryJobLedger jobs{state};
  store::MemorySpendLedger spent;
  store::MemoryImportSink imports{state};
};

/// The queue in Redis, whatever the store.
class RedisHarness : public StoreHarness {
 public:
  broker::redis::RedisJobQueue& queue() override { return *queue_; }
  virtual core::JobLedger& ledger() = 0;
  LossyClient& client() { return box_.client(); }

  /// Another process: it shares nothing with the first but Redis and the store.
  std::unique_ptr<broker::redis::RedisJobQueue> new_queue(broker::redis::Client& client,
                                                          base::Micros longest_step = std::chrono::hours{
                                                              10'000}) {
    broker::redis::RedisQueueOptions options;
    options.prefix = prefix_;
    options.time_of_clock = true;
    options.longest_step = longest_step;
    return std::make_unique<broker::redis::RedisJobQueue>(client, ledger(), clock(), random_,
                                                          std::move(options));
  }
  /// Everything that Redis knows is gone; the reconciler has run.
  void flush() {
    shared_redis().flush_all();
    restore();
  }
  int restore() {
    auto jobs = await(ledger().unfinished(std::nullopt, 1000));
    if (!jobs) throw std::runtime_error(jobs.error().message);
    const auto restored = await(queue_->restore(std::move(*jobs)));
    if (!restored) throw std::runtime_error(restored.error().message);
    return *restored;
  }

 protected:
  /// When the ledger is there.
  void open() {
    queue_ = new_queue(box_.client());
    box_.settle_subscriptions();
  }

 private:
  base::SystemRandom random_;
  const std::string prefix_ = RedisBox::new_prefix();
  RedisBox box_;
  std::unique_ptr<broker::redis::RedisJobQueue> queue_;
};

template <class Side>
class RedisHarnessOver final : public RedisHarness {
 public:
  RedisHarnessOver() { open(); }
  core::ReviewStore& store() override { return side_.store(); }
  core::ReplyLog& replies() override { return side_.replies(); }
  core::IssueStateStore& states() override { return side_.states(); }
  core::SpendLedger& spend() override { return side_.spend(); }
  core::ImportSink& importing() override { return side_.importing(); }
  core::JobLedger& ledger() override { return side_.ledger(); }

 private:
  Side side_{clock()};
};

}  // namespace assay::contract
