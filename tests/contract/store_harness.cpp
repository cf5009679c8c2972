#include "contract/store_harness.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/sha256.hpp"
#include "contract/mongo_harness.hpp"
#include "contract/redis_harness.hpp"
#include "contract/sqlite_harness.hpp"
#include "mongo_server.hpp"
#include "store/memory/memory_import_sink.hpp"
#include "store/memory/memory_queue.hpp"
#include "store/memory/memory_spend_ledger.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::contract {
namespace {

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

class MemoryHarness final : public StoreHarness {
 public:
  core::ReviewStore& store() override { return store_; }
  core::JobQueue& queue() override { return queue_; }
  core::ReplyLog& replies() override { return store_; }
  core::IssueStateStore& states() override { return store_; }
  core::SpendLedger& spend() override { return spend_; }
  core::ImportSink& importing() override { return importing_; }

 private:
  store::MemoryState state_{clock()};
  store::MemoryReviewStore store_{state_};
  store::MemoryJobQueue queue_{state_};
  store::MemorySpendLedger spend_;
  store::MemoryImportSink importing_{state_};
};

}  // namespace

std::string StoreHarness::next_id() {
  std::array<char, 37> id{};
  std::snprintf(id.data(), id.size(), "0192f3a4-0000-7000-8000-%012d", ++last_id_);
  return id.data();
}

core::NewSubmission StoreHarness::submission(const std::string& work, const std::string& scope) {
  core::ReviewInput input;
  input.language = core::Language::python;
  input.filename = work + ".py";
  input.code = "print('" + work + "')\n";
  core::NewSubmission made;
  made.id = core::SubmissionId{next_id()};
  made.job = core::JobId{next_id()};
  made.scope = core::Scope{scope};
  made.fingerprint = core::Fingerprint{base::sha256_hex(work)};
  made.input = std::make_shared<const core::ReviewInput>(std::move(input));
  made.created_at = clock_.now();
  return made;
}

core::Accepted StoreHarness::accept(const core::NewSubmission& submission) {
  auto accepted = must(await(store().accept(submission)));
  if (accepted.how == core::Acceptance::new_job) {
    if (auto known = await(queue().enqueue(accepted.job, submission.scope)); !known)
      throw std::runtime_error(known.error().message);
  }
  return accepted;
}

core::Accepted StoreHarness::accept(const std::string& work, const std::string& scope) {
  return accept(submission(work, scope));
}

std::vector<core::Claim> StoreHarness::claim(int max, int in_flight) {
  core::ClaimRequest request;
  request.worker = "test";
  request.max = max;
  request.in_flight = in_flight;
  return must(await(queue().claim(request)));
}

core::SubmissionRecord StoreHarness::find(const core::SubmissionId& id, const std::string& scope) {
  return must(await(store().find(core::Scope{scope}, id)));
}

std::vector<core::SubmissionId> StoreHarness::finish(const core::Claim& claim,
                                                     const core::JobResult& result) {
  auto finished = must(await(store().finish(claim.job, claim.fence, result)));
  if (auto told = await(queue().complete(claim)); !told) throw std::runtime_error(told.error().message);
  return finished;
}

core::Cancelled StoreHarness::cancel(const core::NewSubmission& submission) {
  auto cancelled = must(await(store().cancel(submission.scope, submission.id, clock().now())));
  if (cancelled.job_ended) {
    if (auto told = await(queue().cancel(cancelled.job)); !told)
      throw std::runtime_error(told.error().message);
  }
  return cancelled;
}

core::QueueDepth StoreHarness::depth() { return must(await(queue().depth())); }

core::JobResult StoreHarness::result(int score, std::vector<core::IssueSummary> issues) {
  core::JobResult made;
  made.review_id = core::ReviewId{next_id()};
  made.review_members = "\"score\":" + std::to_string(score) + ",\"nr\":" + std::to_string(last_id_);
  made.score = score;
  made.issues = std::move(issues);
  made.cacheable = true;
  made.finished_at = clock_.now();
  made.expires_at = clock_.now() + std::chrono::hours{24};
  return made;
}

std::vector<std::string> store_kinds() { return {"memory", "sqlite", "mongo"}; }

std::string missing_store(const std::string& kind) {
  return kind.ends_with("mongo") ? tests::MongoServer::missing() : std::string{};
}

std::vector<std::string> queue_kinds() { return {"memory", "sqlite", "redis+memory", "redis+mongo"}; }

std::unique_ptr<StoreHarness> make_store(const std::string& kind) {
  if (kind == "memory") return std::make_unique<MemoryHarness>();
  if (kind == "redis+memory") return std::make_unique<RedisHarnessOver<MemorySide>>();
  if (kind == "redis+mongo") return std::make_unique<RedisHarnessOver<MongoSide>>();
  if (kind == "mongo") return std::make_unique<MongoHarness>();
  return std::make_unique<SqliteHarness>();
}

}  // namespace assay::contract
