#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using core::Acceptance;
using core::Status;

/// Cancelling and erasing.
class EraseContract : public StoreSuite {
 protected:
  base::Result<core::Cancelled> cancel(const core::NewSubmission& submission) {
    return await(h().store().cancel(submission.scope, submission.id, h().clock().now()));
  }
  base::Result<core::Cancelled> erase(const core::NewSubmission& submission) {
    return await(h().store().erase(submission.scope, submission.id, h().clock().now()));
  }
};
INSTANTIATE_TEST_SUITE_P(, EraseContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(EraseContract, the_last_one_out_cancels_the_job) {
  const auto first = h().submission("a");
  const auto second = h().submission("a");
  h().accept(first);
  h().accept(second);
  h().clock().advance(std::chrono::seconds{1});
  const auto one = cancel(first);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->submission.status, Status::cancelled);
  EXPECT_EQ(one->submission.updated_at, h().clock().now());
  EXPECT_EQ(one->job, first.job);
  EXPECT_FALSE(one->job_ended);
  EXPECT_EQ(h().find(first.id).submission.status, Status::cancelled);
  EXPECT_EQ(h().find(second.id).submission.status, Status::pending);
  const auto two = cancel(second);
  ASSERT_TRUE(two);
  EXPECT_TRUE(two->job_ended);
  EXPECT_TRUE(h().claim().empty());
  EXPECT_EQ(h().accept("a").how, Acceptance::new_job);
}

TEST_P(EraseContract, a_running_job_is_cancelled_under_its_worker) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto claim = h().claim().at(0);
  ASSERT_TRUE(await(h().replies().save(claim.job, "llm", "reply")));
  ASSERT_TRUE(cancel(submission)->job_ended);
  EXPECT_EQ(await(h().queue().extend({claim}, base::Micros{1'000'000})).value(), std::vector{claim.job});
  EXPECT_EQ(error_of(await(h().store().finish(claim.job, claim.fence, h().result()))).code, Errc::conflict);
  EXPECT_EQ(h().find(submission.id).submission.status, Status::cancelled);
  EXPECT_EQ(h().depth().running, 0);
  EXPECT_EQ(await(h().replies().find(claim.job, "llm")).value(), std::nullopt);
}

TEST_P(EraseContract, a_cancelled_one_gets_no_result) {
  const auto leaving = h().submission("a");
  const auto staying = h().submission("a");
  h().accept(leaving);
  h().accept(staying);
  const auto claim = h().claim().at(0);
  ASSERT_TRUE(cancel(leaving));
  EXPECT_EQ(h().finish(claim, h().result()), std::vector{staying.id});
  EXPECT_EQ(h().find(leaving.id).submission.status, Status::cancelled);
}

TEST_P(EraseContract, what_is_over_can_not_be_cancelled) {
  const auto submission = h().submission("a");
  h().accept(submission);
  h().finish(h().claim().at(0), h().result());
  EXPECT_EQ(error_of(cancel(submission)).code, Errc::conflict);
  EXPECT_EQ(error_of(cancel(h().submission("b"))).code, Errc::not_found);
  auto foreign = submission;
  foreign.scope = core::Scope{"other"};
  EXPECT_EQ(error_of(cancel(foreign)).code, Errc::not_found);
  EXPECT_EQ(error_of(erase(foreign)).code, Errc::not_found);
  EXPECT_EQ(h().find(submission.id).submission.status, Status::completed);
}

TEST_P(EraseContract, an_erased_submission_is_gone) {
  const auto submission = h().submission("a");
  h().accept(submission);
  h().finish(h().claim().at(0), h().result());
  EXPECT_EQ(h().find(submission.id).submission.status, Status::completed);
  const auto erased = erase(submission);
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->submission.status, Status::completed);
  EXPECT_FALSE(erased->job_ended);
  EXPECT_EQ(error_of(await(h().store().find(submission.scope, submission.id))).code, Errc::not_found);
  EXPECT_EQ(error_of(await(h().store().find_input(submission.scope, submission.id))).code, Errc::not_found);
  EXPECT_EQ(error_of(erase(submission)).code, Errc::not_found);
  core::HistoryQuery query;
  query.scope = submission.scope;
  EXPECT_EQ(await(h().store().history(query))->total, 0);
  EXPECT_EQ(h().accept("a").how, Acceptance::new_job) << "the cache entry went with it";
}

TEST_P(EraseContract, a_review_stays_for_the_others_that_show_it) {
  const auto first = h().submission("a");
  h().accept(first);
  h().finish(h().claim().at(0), h().result());
  const auto second = h().submission("a");
  EXPECT_EQ(h().accept(second).how, Acceptance::from_cache);
  ASSERT_TRUE(erase(first));
  EXPECT_NE(h().find(second.id).review_members, nullptr);
  EXPECT_EQ((*await(h().store().find_input(second.scope, second.id)))->code, second.input->code);
  const auto third = h().submission("a");
  EXPECT_EQ(h().accept(third).how, Acceptance::from_cache);
  ASSERT_TRUE(erase(second));
  ASSERT_TRUE(erase(third));
  EXPECT_EQ(h().accept("a").how, Acceptance::new_job);
}

TEST_P(EraseContract, a_newer_review_of_the_same_work_stays_cached) {
  const auto first = h().submission("a");
  h().accept(first);
  h().finish(h().claim().at(0), h().result(3));
  auto rerun = h().submission("a");
  rerun.rerun_of = first.id;
  h().accept(rerun);
  h().finish(h().claim().at(0), h().result(9));
  ASSERT_TRUE(erase(first));
  EXPECT_EQ(h().accept("a").how, Acceptance::from_cache);
}

TEST_P(EraseContract, an_unfinished_one_is_cancelled_first) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto claim = h().claim().at(0);
  const auto erased = erase(submission);
  ASSERT_TRUE(erased);
  EXPECT_TRUE(erased->job_ended);
  EXPECT_EQ(erased->job, claim.job);
  EXPECT_EQ(erased->submission.status, Status::cancelled);
  EXPECT_EQ(await(h().queue().extend({claim}, base::Micros{1})).value().size(), 1U);
  EXPECT_EQ(h().depth().running, 0);
}

}  // namespace
}  // namespace assay::contract
