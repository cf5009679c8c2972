// A job that one process works on is cancelled in another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "contract/redis_harness.hpp"

namespace assay::contract {
namespace {

using broker::redis::RedisJobQueue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What a process was told that it has lost.
class Told {
 public:
  explicit Told(core::JobQueue& queue) : queue_(queue) {
    queue_.on_lost([this](const core::JobId& job) {
      const std::scoped_lock lock{mutex_};
      jobs_.push_back(job);
    });
  }
  ~Told() { queue_.on_lost({}); }
  std::vector<core::JobId> jobs() const {
    const std::scoped_lock lock{mutex_};
    return jobs_;
  }

 private:
  core::JobQueue& queue_;
  mutable std::mutex mutex_;
  std::vector<core::JobId> jobs_;
};

class RedisCancel : public testing::Test {
 protected:
  void cancel_elsewhere(const core::SubmissionId& id) {
    const auto cancelled = await(h_.store().cancel(core::public_scope(), id, h_.clock().now()));
    ASSERT_TRUE(cancelled);
    ASSERT_TRUE(cancelled->job_ended);
    ASSERT_TRUE(await(other_->cancel(cancelled->job)));
  }
  core::Claim accept_and_claim(const std::string& work, core::SubmissionId& id) {
    const auto submission = h_.submission(work);
    h_.accept(submission);
    id = submission.id;
    return h_.claim().at(0);
  }

  RedisHarnessOver<MemorySide> h_;
  RedisBox box_;
  std::unique_ptr<RedisJobQueue> other_ = [this] {
    auto made = h_.new_queue(box_.client());
    box_.settle_subscriptions();
    return made;
  }();
};

TEST_F(RedisCancel, is_told_to_the_holder_at_once_and_to_nobody_else) {
  core::SubmissionId id;
  const auto claim = accept_and_claim("a", id);
  const Told holder{h_.queue()};
  const Told other{*other_};
  cancel_elsewhere(id);
  tests::await_that("the holder is told", [&] { return !holder.jobs().empty(); });
  EXPECT_THAT(holder.jobs(), ElementsAre(claim.job));
  EXPECT_THAT(other.jobs(), IsEmpty());
  EXPECT_THAT(await(h_.queue().extend({claim}, std::chrono::seconds{15})).value(), ElementsAre(claim.job));
}

TEST_F(RedisCancel, is_told_although_redis_has_forgotten_who_holds_it) {
  core::SubmissionId id;
  const auto claim = accept_and_claim("a", id);
  const Told holder{h_.queue()};
  shared_redis().flush_all();
  cancel_elsewhere(id);
  tests::await_that("the holder is told", [&] { return !holder.jobs().empty(); });
  EXPECT_THAT(holder.jobs(), ElementsAre(claim.job));
}

TEST_F(RedisCancel, of_a_waiting_job_and_a_result_are_told_to_nobody) {
  core::SubmissionId done;
  core::SubmissionId last;
  const auto claim = accept_and_claim("done", done);
  const auto waiting = h_.submission("waiting");
  h_.accept(waiting);
  const Told holder{h_.queue()};
  cancel_elsewhere(waiting.id);
  h_.finish(claim, h_.result());
  // Messages come in order: with this one the others have been heard.
  const auto marked = accept_and_claim("last", last);
  cancel_elsewhere(last);
  tests::await_that("the holder is told", [&] { return !holder.jobs().empty(); });
  EXPECT_THAT(holder.jobs(), ElementsAre(marked.job));
}

}  // namespace
}  // namespace assay::contract
