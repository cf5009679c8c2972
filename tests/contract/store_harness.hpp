#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "contract/await.hpp"
#include "core/ports/import_sink.hpp"
#include "core/ports/issue_state_store.hpp"
#include "core/ports/job_queue.hpp"
#include "core/ports/reply_log.hpp"
#include "core/ports/review_store.hpp"
#include "core/ports/spend_ledger.hpp"

namespace assay::contract {

/// One implementation of store, queue, reply log and spend ledger over the same data, with a clock that tests
/// move.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  virtual core::ReviewStore& store() = 0;
  virtual core::JobQueue& queue() = 0;
  virtual core::ReplyLog& replies() = 0;
  virtual core::IssueStateStore& states() = 0;
  virtual core::SpendLedger& spend() = 0;
  virtual core::ImportSink& importing() = 0;

  /// Returns when the search knows everything that was stored so far.
  virtual void settle_search() {}

  base::ManualClock& clock() { return clock_; }

  /// An io_context for one more thread or for many tasks at once. It outlives the store, as it must.
  boost::asio::io_context& new_context() { return contexts_.emplace_back(1); }

  // Shorter words for what tests do most, with all that the product does then: the queue is told. Each must
  // succeed; a failure throws and so fails the test.

  /// A submission of some code that is the same for the same `work`.
  core::NewSubmission submission(const std::string& work, const std::string& scope = "public");
  core::Accepted accept(const core::NewSubmission& submission);
  core::Accepted accept(const std::string& work, const std::string& scope = "public");
  std::vector<core::Claim> claim(int max = 1, int in_flight = 0);
  core::SubmissionRecord find(const core::SubmissionId& id, const std::string& scope = "public");
  std::vector<core::SubmissionId> finish(const core::Claim& claim, const core::JobResult& result);
  core::Cancelled cancel(const core::NewSubmission& submission);
  core::QueueDepth depth();

  /// A completed review with this score; cacheable for a day.
  core::JobResult result(int score = 7, std::vector<core::IssueSummary> issues = {});

 private:
  std::string next_id();
  std::deque<boost::asio::io_context> contexts_;
  base::ManualClock clock_;
  int last_id_ = 0;
};

/// Empty where the implementation can be tested here; else why not: the test is skipped.
std::string missing_store(const std::string& kind);
/// The names to run a suite over: "memory", "sqlite", "mongo".
std::vector<std::string> store_kinds();
/// Those of queues: "memory", "sqlite", "redis+memory", "redis+mongo". The store in MongoDB has none of its
/// own, only a help for the tests of the store.
std::vector<std::string> queue_kinds();
std::unique_ptr<StoreHarness> make_store(const std::string& kind);

}  // namespace assay::contract
