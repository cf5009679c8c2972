#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

class ThreadsContract : public StoreSuite {};
INSTANTIATE_TEST_SUITE_P(, ThreadsContract, testing::ValuesIn(store_kinds()), kind_name);

/// What the threads share.
struct Shared {
  explicit Shared(StoreHarness& harness) : store(harness.store()), queue(harness.queue()) {}
  core::ReviewStore& store;
  core::JobQueue& queue;
  std::vector<core::NewSubmission> submissions;
  std::vector<core::JobResult> results;
  std::atomic<std::size_t> next_submission{0};
  std::atomic<std::size_t> next_result{0};
  std::atomic<std::size_t> submitted{0};
  std::atomic<std::size_t> finished{0};
  std::atomic<bool> over{false};
  std::atomic<int> errors{0};
  std::mutex mutex;
  std::set<core::SubmissionId> seen;

  /// Says what went wrong, and ends the test.
  void failed(const char* what, const base::Error& error) {
    ADD_FAILURE() << what << ": " << error.message;
    ++errors;
  }
};

base::Task<void> submit_all(Shared& shared) {
  for (;;) {
    const auto n = shared.next_submission.fetch_add(1);
    if (n >= shared.submissions.size()) co_return;
    core::NewSubmission submission = shared.submissions[n];
    const auto scope = submission.scope;
    const auto id = submission.id;
    const auto accepted = co_await shared.store.accept(std::move(submission));
    if (!accepted) shared.failed("accept", accepted.error());
    if (accepted && accepted->how == core::Acceptance::from_cache) ++shared.finished;
    if (accepted && accepted->how == core::Acceptance::new_job) {
      const auto woken = co_await shared.queue.enqueue(accepted->job, scope);
      if (!woken) shared.failed("enqueue", woken.error());
    }
    const auto found = co_await shared.store.find(scope, id);
    if (!found) shared.failed("find", found.error());
    ++shared.submitted;
  }
}

/// Whether all was submitted and nothing is left to be done. What `finish` gave does not tell: who joins a
/// job that is just being finished may be finished with it, or finish by itself.
base::Task<bool> is_over(Shared& shared) {
  const bool all = shared.submitted == shared.submissions.size();
  const auto depth = co_await shared.queue.depth();
  if (!depth) shared.failed("depth", depth.error());
  co_return all&& depth && depth->ready + depth->delayed + depth->running == 0;
}

base::Task<void> work(Shared& shared) {
  while (!shared.over && shared.errors == 0) {
    core::ClaimRequest request;
    request.max = 4;
    const auto claims = co_await shared.queue.claim(request);
    if (!claims) {
      shared.failed("claim", claims.error());
      co_return;
    }
    if (claims->empty()) {
      const bool over = co_await is_over(shared);
      if (over) shared.over = true;
      if (!over) co_await shared.queue.wait(base::Micros{2000});
    }
    for (const auto& claim : *claims) {
      const auto job = co_await shared.store.load_job(claim.job, claim.fence);
      const bool cancelled = !job && job.error().code == base::Errc::conflict;
      if (cancelled || (job && job->submissions.empty())) {
        // A queue that looks for itself may find a job before the submission that made it is there.
        (void)co_await shared.queue.retry(claim, base::Micros{0}, core::AttemptCharge::free);
        continue;
      }
      core::JobResult result = shared.results[shared.next_result.fetch_add(1)];
      const auto finished = co_await shared.store.finish(claim.job, claim.fence, std::move(result));
      if (!job) shared.failed("load", job.error());
      if (!finished) shared.failed("finish", finished.error());
      if (!job || !finished) co_return;
      const std::scoped_lock lock{shared.mutex};
      for (const auto& id : *finished) {
        if (!shared.seen.insert(id).second) ++shared.errors;
      }
      shared.finished += finished->size();
    }
  }
}

base::Task<void> read_all(Shared& shared) {
  while (!shared.over && shared.errors == 0) {
    core::HistoryQuery query;
    query.scope = core::public_scope();
    const auto page = co_await shared.store.history(query);
    core::StatsQuery stats;
    stats.scope = core::public_scope();
    const auto counted = co_await shared.store.stats(stats);
    if (!page) shared.failed("history", page.error());
    if (!counted) shared.failed("stats", counted.error());
  }
}

/// How many submissions, of which nearly two thirds are of code that others submit, too. The MongoDB server
/// of the tests is written in Python: under sanitizers, whose own slowness keeps all threads asking at once,
/// it would need a quarter of an hour for as many as the other stores are given.
int submissions_for([[maybe_unused]] const std::string& kind) {
#ifdef ASSAY_SANITIZED
  if (kind.find("mongo") != std::string::npos) return 80;
#endif
  return 400;
}

TEST_P(ThreadsContract, many_threads_finish_everything_once) {
  Shared shared{h()};
  const int submissions = submissions_for(GetParam());
  for (int i = 0; i < submissions; ++i) {
    shared.submissions.push_back(
        h().submission("work" + std::to_string(i % (submissions * 3 / 8)), i % 3 == 0 ? "other" : "public"));
    shared.results.push_back(h().result());
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&shared, &io = h().new_context(), i] {
      const auto ignore = [](const std::exception_ptr& error) {
        if (error) std::rethrow_exception(error);
      };
      for (int n = 0; n < 8; ++n) boost::asio::co_spawn(io, submit_all(shared), ignore);
      if (i < 2) boost::asio::co_spawn(io, work(shared), ignore);
      if (i == 2) boost::asio::co_spawn(io, read_all(shared), ignore);
      io.run();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(shared.errors, 0);
  EXPECT_LE(shared.finished, static_cast<std::size_t>(submissions));
  for (const auto& submission : shared.submissions) {
    EXPECT_EQ(h().find(submission.id, submission.scope.str()).submission.status, core::Status::completed);
  }
}

base::Task<void> accept_and_note(core::ReviewStore& store, core::NewSubmission submission,
                                 std::vector<core::Accepted>* all) {
  const auto accepted = co_await store.accept(std::move(submission));
  if (accepted) all->push_back(*accepted);
}

TEST_P(ThreadsContract, equal_submissions_at_once_make_one_job) {
  boost::asio::io_context& io = h().new_context();
  std::vector<core::Accepted> all;
  for (int i = 0; i < 300; ++i) {
    boost::asio::co_spawn(io, accept_and_note(h().store(), h().submission("same"), &all),
                          [](const std::exception_ptr&) {});
  }
  io.run();
  ASSERT_EQ(all.size(), 300U);
  EXPECT_EQ(std::ranges::count(all, core::Acceptance::new_job, &core::Accepted::how), 1);
  EXPECT_EQ(h().claim(10).size(), 1U);
}

}  // namespace
}  // namespace assay::contract
