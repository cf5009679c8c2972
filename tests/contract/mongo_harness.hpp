#pragma once
#include <memory>

#include "contract/ledger_queue.hpp"
#include "contract/store_harness.hpp"
#include "store/mongo/import_sink.hpp"
#include "store/mongo/job_ledger.hpp"
#include "store/mongo/open.hpp"
#include "store/mongo/review_store.hpp"
#include "store/mongo/spend_ledger.hpp"

namespace assay::contract {

/// The stores in MongoDB, in a new database of a real server. Made with the clock.
struct MongoSide {
  explicit MongoSide(base::ManualClock& clock);

  core::ReviewStore& store() { return reviews; }
  core::ReplyLog& replies() { return reviews; }
  core::IssueStateStore& states() { return reviews; }
  core::SpendLedger& spend() { return spent; }
  core::ImportSink& importing() { return imports; }
  core::JobLedger& ledger() { return jobs; }
  /// What MongoUpkeep does with time.
  void settle(base::Timestamp now);

  base::SystemRandom random;
  std::unique_ptr<store::mongo::Pool> pool;
  store::MongoReviewStore reviews;
  store::MongoJobLedger jobs;
  store::MongoSpendLedger spent;
  store::MongoImportSink imports;
};

/// The same with a queue in memory: for what needs no Redis.
class MongoHarness final : public StoreHarness {
 public:
  core::ReviewStore& store() override { return side_.store(); }
  core::JobQueue& queue() override { return queue_; }
  core::ReplyLog& replies() override { return side_.replies(); }
  core::IssueStateStore& states() override { return side_.states(); }
  core::SpendLedger& spend() override { return side_.spend(); }
  core::ImportSink& importing() override { return side_.importing(); }
  void settle_search() override { side_.settle(clock().now()); }
  MongoSide& side() { return side_; }

 private:
  MongoSide side_{clock()};
  LedgerQueue queue_{side_.jobs, clock()};
};

}  // namespace assay::contract
