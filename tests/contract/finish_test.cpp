#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using core::Status;

class FinishContract : public StoreSuite {};
INSTANTIATE_TEST_SUITE_P(, FinishContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(FinishContract, completes_every_attached_submission) {
  const auto first = h().submission("a");
  const auto second = h().submission("a");
  h().accept(first);
  h().accept(second);
  const auto claim = h().claim().at(0);
  EXPECT_EQ(h().find(first.id).submission.status, Status::in_progress);
  EXPECT_EQ(h().find(first.id).submission.attempts, 1);
  h().clock().advance(std::chrono::seconds{3});
  const auto result = h().result(8);
  EXPECT_EQ(h().finish(claim, result), (std::vector{first.id, second.id}));
  for (const auto& id : {first.id, second.id}) {
    const auto found = h().find(id);
    EXPECT_EQ(found.submission.status, Status::completed);
    EXPECT_EQ(found.submission.updated_at, result.finished_at);
    EXPECT_EQ(found.submission.attempts, 1);
    EXPECT_EQ(found.submission.review, result.review_id);
    EXPECT_EQ(found.submission.error, "");
    EXPECT_FALSE(found.submission.cached);
    EXPECT_EQ(*found.review_members, result.review_members);
  }
}

TEST_P(FinishContract, a_failure_keeps_what_was_found_and_is_not_cached) {
  const auto submission = h().submission("a");
  h().accept(submission);
  auto result = h().result();
  result.outcome = Status::failed;
  result.error = "The model did not answer.";
  result.score.reset();
  h().finish(h().claim().at(0), result);
  const auto found = h().find(submission.id);
  EXPECT_EQ(found.submission.status, Status::failed);
  EXPECT_EQ(found.submission.error, result.error);
  EXPECT_EQ(*found.review_members, result.review_members);
  EXPECT_EQ(h().accept("a").how, core::Acceptance::new_job);
}

TEST_P(FinishContract, a_failure_may_have_nothing_to_show) {
  const auto submission = h().submission("a");
  h().accept(submission);
  core::JobResult result;
  result.outcome = Status::failed;
  result.error = "No reviewer could work.";
  result.finished_at = h().clock().now();
  h().finish(h().claim().at(0), result);
  EXPECT_EQ(h().find(submission.id).review_members, nullptr);
  EXPECT_FALSE(h().find(submission.id).submission.review);
}

TEST_P(FinishContract, a_result_that_is_not_cacheable_is_not_cached) {
  h().accept("a");
  auto result = h().result();
  result.cacheable = false;
  h().finish(h().claim().at(0), result);
  EXPECT_EQ(h().accept("a").how, core::Acceptance::new_job);
}

TEST_P(FinishContract, happens_once) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto claim = h().claim().at(0);
  h().finish(claim, h().result(8));
  const auto first = h().find(submission.id);
  EXPECT_EQ(error_of(await(h().store().finish(claim.job, claim.fence, h().result(2)))).code, Errc::conflict);
  EXPECT_EQ(h().find(submission.id).submission.review, first.submission.review);
  EXPECT_EQ(error_of(await(h().store().load_job(claim.job, claim.fence))).code, Errc::conflict);
}

TEST_P(FinishContract, a_stale_result_changes_nothing) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto slow = h().claim().at(0);
  h().clock().advance(std::chrono::seconds{16});
  const auto quick = h().claim().at(0);
  EXPECT_EQ(quick.job, slow.job);
  EXPECT_GT(quick.fence, slow.fence);
  EXPECT_EQ(quick.attempt, 1) << "a lost lease charges no attempt";
  EXPECT_EQ(error_of(await(h().store().finish(slow.job, slow.fence, h().result(2)))).code, Errc::conflict);
  EXPECT_EQ(error_of(await(h().store().load_job(slow.job, slow.fence))).code, Errc::conflict);
  EXPECT_EQ(h().find(submission.id).submission.status, Status::in_progress);
  EXPECT_EQ(h().find(submission.id).review_members, nullptr);
  h().finish(quick, h().result(9));
  EXPECT_EQ(h().find(submission.id).submission.status, Status::completed);
}

TEST_P(FinishContract, a_job_that_was_handed_back_can_not_be_finished_by_its_old_holder) {
  h().accept("a");
  const auto claim = h().claim().at(0);
  ASSERT_TRUE(await(h().queue().retry(claim, base::Micros{0}, core::AttemptCharge::free)));
  EXPECT_EQ(error_of(await(h().store().finish(claim.job, claim.fence, h().result()))).code, Errc::conflict);
}

TEST_P(FinishContract, replies_are_kept_until_the_job_is_over) {
  h().accept("a");
  const auto claim = h().claim().at(0);
  const std::string reply("{\"x\":\"\0\xff\"}", 11);
  ASSERT_TRUE(await(h().replies().save(claim.job, "llm/0", reply)));
  ASSERT_TRUE(await(h().replies().save(claim.job, "llm/1", "old")));
  ASSERT_TRUE(await(h().replies().save(claim.job, "llm/1", "new")));
  EXPECT_EQ(await(h().replies().find(claim.job, "llm/0")).value(), reply);
  EXPECT_EQ(await(h().replies().find(claim.job, "llm/1")).value(), "new");
  EXPECT_EQ(await(h().replies().find(claim.job, "llm/2")).value(), std::nullopt);
  ASSERT_TRUE(await(h().queue().retry(claim, base::Micros{0}, core::AttemptCharge::charged)));
  EXPECT_EQ(await(h().replies().find(claim.job, "llm/0")).value(), reply) << "the next attempt needs it";
  const auto next = h().claim().at(0);
  EXPECT_TRUE(await(h().store().load_job(next.job, next.fence)).value().may_have_replies);
  h().finish(next, h().result());
  EXPECT_EQ(await(h().replies().find(claim.job, "llm/0")).value(), std::nullopt);
  EXPECT_EQ(error_of(await(h().replies().save(claim.job, "llm/0", reply))).code, Errc::conflict);
}

}  // namespace
}  // namespace assay::contract
