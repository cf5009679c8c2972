#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using core::Acceptance;
using core::Status;

class AcceptContract : public StoreSuite {};
INSTANTIATE_TEST_SUITE_P(, AcceptContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(AcceptContract, a_new_submission_makes_a_job) {
  const auto submission = h().submission("a");
  const auto accepted = h().accept(submission);
  EXPECT_EQ(accepted.how, Acceptance::new_job);
  EXPECT_EQ(accepted.status, Status::pending);
  EXPECT_EQ(accepted.job, submission.job);
  const auto found = h().find(submission.id);
  EXPECT_EQ(found.submission.id, submission.id);
  EXPECT_EQ(found.submission.scope, submission.scope);
  EXPECT_EQ(found.submission.status, Status::pending);
  EXPECT_EQ(found.submission.created_at, submission.created_at);
  EXPECT_EQ(found.submission.updated_at, submission.created_at);
  EXPECT_EQ(found.submission.language, core::Language::python);
  EXPECT_EQ(found.submission.filename, "a.py");
  EXPECT_EQ(found.submission.fingerprint, submission.fingerprint);
  EXPECT_EQ(found.submission.attempts, 0);
  EXPECT_FALSE(found.submission.cached);
  EXPECT_FALSE(found.submission.review);
  EXPECT_EQ(found.review_members, nullptr);
  EXPECT_EQ(h().depth().ready, 1);
}

TEST_P(AcceptContract, what_must_be_free_makes_no_job) {
  auto submission = h().submission("a");
  submission.only_if_free = true;
  EXPECT_EQ(error_of(await(h().store().accept(submission))).code, Errc::rate_limited);
  EXPECT_EQ(error_of(await(h().store().find(submission.scope, submission.id))).code, Errc::not_found);
  EXPECT_EQ(h().depth().ready, 0);
  h().accept("a");
  EXPECT_EQ(h().accept(submission).how, Acceptance::joined_job);
  h().finish(h().claim().at(0), h().result());
  auto again = h().submission("a");
  again.only_if_free = true;
  EXPECT_EQ(h().accept(again).how, Acceptance::from_cache);
}

TEST_P(AcceptContract, a_job_keeps_the_trace_of_its_request) {
  auto submission = h().submission("a");
  submission.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  h().accept(submission);
  h().accept("b");
  for (const auto& claim : h().claim(2)) {
    const auto work = await(h().store().load_job(claim.job, claim.fence));
    ASSERT_TRUE(work);
    EXPECT_EQ(work->trace, claim.job == submission.job ? submission.trace : "");
  }
}

TEST_P(AcceptContract, the_same_id_again_is_answered_as_the_first_time) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto claims = h().claim();
  h().finish(claims[0], h().result());
  const auto again = h().accept(submission);
  EXPECT_EQ(again.how, Acceptance::new_job);
  EXPECT_EQ(again.status, Status::pending);
  EXPECT_EQ(again.job, submission.job);
  EXPECT_EQ(h().depth().ready, 0);
  const auto cached = h().submission("a");
  EXPECT_EQ(h().accept(cached).how, Acceptance::from_cache);
  EXPECT_EQ(h().accept(cached).how, Acceptance::from_cache);
}

TEST_P(AcceptContract, an_id_in_use_for_something_else_is_refused) {
  const auto submission = h().submission("a");
  h().accept(submission);
  auto other = h().submission("b");
  other.id = submission.id;
  EXPECT_EQ(error_of(await(h().store().accept(other))).code, Errc::conflict);
  auto elsewhere = submission;
  elsewhere.scope = core::Scope{"other"};
  EXPECT_EQ(error_of(await(h().store().accept(elsewhere))).code, Errc::conflict);
  EXPECT_EQ(h().depth().ready, 1);
}

TEST_P(AcceptContract, equal_work_joins_the_unfinished_job) {
  const auto first = h().submission("a");
  const auto second = h().submission("a");
  h().accept(first);
  const auto joined = h().accept(second);
  EXPECT_EQ(joined.how, Acceptance::joined_job);
  EXPECT_EQ(joined.job, first.job);
  const auto claims = h().claim(10);
  ASSERT_EQ(claims.size(), 1U);
  const auto third = h().submission("a");
  EXPECT_EQ(h().accept(third).how, Acceptance::joined_job);
  EXPECT_EQ(h().find(third.id).submission.status, Status::in_progress);
  const auto finished = h().finish(claims[0], h().result());
  EXPECT_EQ(finished, (std::vector{first.id, second.id, third.id}));
}

TEST_P(AcceptContract, equal_work_is_answered_from_the_cache_until_it_expires) {
  const auto first = h().submission("a");
  h().accept(first);
  h().finish(h().claim().at(0), h().result(6));
  const auto second = h().submission("a");
  const auto accepted = h().accept(second);
  EXPECT_EQ(accepted.how, Acceptance::from_cache);
  EXPECT_EQ(accepted.status, Status::completed);
  EXPECT_TRUE(accepted.job.empty());
  const auto found = h().find(second.id);
  EXPECT_TRUE(found.submission.cached);
  EXPECT_EQ(found.submission.status, Status::completed);
  EXPECT_EQ(found.submission.review, h().find(first.id).submission.review);
  EXPECT_EQ(*found.review_members, *h().find(first.id).review_members);
  h().clock().advance(std::chrono::hours{24});
  EXPECT_EQ(h().accept("a").how, Acceptance::new_job);
}

TEST_P(AcceptContract, nothing_is_shared_across_scopes) {
  h().accept("a", "one");
  EXPECT_EQ(h().accept("a", "two").how, Acceptance::new_job);
  for (const auto& claim : h().claim(2)) h().finish(claim, h().result());
  EXPECT_EQ(h().accept("a", "one").how, Acceptance::from_cache);
  EXPECT_EQ(h().accept("a", "three").how, Acceptance::new_job);
  const auto mine = h().submission("b", "one");
  h().accept(mine);
  EXPECT_EQ(error_of(await(h().store().find(core::Scope{"two"}, mine.id))).code, Errc::not_found);
  EXPECT_EQ(error_of(await(h().store().find_input(core::Scope{"two"}, mine.id))).code, Errc::not_found);
  EXPECT_EQ(error_of(await(h().store().find(core::Scope{"nobody"}, mine.id))).code, Errc::not_found);
}

core::NewSubmission past_the_cache(core::NewSubmission submission) {
  auto input = *submission.input;
  input.options.no_cache = true;
  submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
  return submission;
}

TEST_P(AcceptContract, no_cache_neither_reads_nor_joins_nor_is_joined) {
  h().accept("a");
  h().finish(h().claim().at(0), h().result(5));
  const auto fresh = past_the_cache(h().submission("a"));
  EXPECT_EQ(h().accept(fresh).how, Acceptance::new_job);
  EXPECT_EQ(h().accept(past_the_cache(h().submission("a"))).how, Acceptance::new_job);
  const auto claims = h().claim(10);
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(h().accept("a").how, Acceptance::from_cache);
  const auto uncached = past_the_cache(h().submission("b"));
  h().accept(uncached);
  EXPECT_EQ(h().accept("b").how, Acceptance::new_job) << "a job past the cache is not joined";
}

TEST_P(AcceptContract, the_result_of_a_rerun_takes_the_place_of_the_cached_one) {
  const auto first = h().submission("a");
  h().accept(first);
  h().finish(h().claim().at(0), h().result(5));
  auto rerun = h().submission("a");
  rerun.rerun_of = first.id;
  EXPECT_EQ(h().accept(rerun).how, Acceptance::new_job);
  h().finish(h().claim().at(0), h().result(9));
  EXPECT_EQ(h().find(rerun.id).submission.rerun_of, first.id);
  const auto later = h().submission("a");
  EXPECT_EQ(h().accept(later).how, Acceptance::from_cache);
  EXPECT_EQ(h().find(later.id).submission.review, h().find(rerun.id).submission.review);
  EXPECT_NE(h().find(first.id).submission.review, h().find(rerun.id).submission.review);
}

TEST_P(AcceptContract, gives_the_input_back_as_it_was) {
  auto submission = h().submission("a");
  core::ReviewInput input = *submission.input;
  input.code = std::string("a\0\xff\n\xf0\x9f\x8c\x8d", 8) + std::string(100'000, 'x');
  input.options.reviewers = {"static", "llm"};
  input.options.model = "m";
  input.options.samples = 3;
  input.options.min_severity = core::Severity::med;
  input.options.no_cache = true;
  submission.input = std::make_shared<const core::ReviewInput>(input);
  h().accept(submission);
  const auto given = await(h().store().find_input(submission.scope, submission.id));
  ASSERT_TRUE(given);
  EXPECT_EQ(**given, input);
  const auto claims = h().claim();
  const auto work = await(h().store().load_job(claims.at(0).job, claims.at(0).fence));
  ASSERT_TRUE(work);
  EXPECT_EQ(*work->input, input);
  EXPECT_EQ(work->scope, submission.scope);
  EXPECT_EQ(work->fingerprint, submission.fingerprint);
  EXPECT_EQ(work->submissions, std::vector{submission.id});
  EXPECT_EQ(work->created_at, submission.created_at);
}

TEST_P(AcceptContract, gives_files_back_as_they_were) {
  auto submission = h().submission("a");
  core::ReviewInput input = *submission.input;
  input.code.clear();
  input.options.min_confidence = 0.25;
  input.options.max_issues = 7;
  input.files = {{"a/b.py", core::Language::python, std::string("x\0\xff\n", 4), std::nullopt, {}},
                 {"c.go", core::Language::go, "\n\ny\n", std::vector<core::LineRange>{{3, 3}}, {{3, 3}}}};
  submission.input = std::make_shared<const core::ReviewInput>(input);
  h().accept(submission);
  const auto given = await(h().store().find_input(submission.scope, submission.id));
  ASSERT_TRUE(given);
  EXPECT_EQ(**given, input);
  const auto claims = h().claim();
  const auto work = await(h().store().load_job(claims.at(0).job, claims.at(0).fence));
  ASSERT_TRUE(work);
  EXPECT_EQ(*work->input, input);
  EXPECT_EQ(h().find(submission.id).submission.file_count, 2);
  EXPECT_EQ(h().find(submission.id).submission.filename, "a.py");
}

TEST_P(AcceptContract, ids_need_not_be_uuids) {
  auto submission = h().submission("a");
  submission.id = core::SubmissionId{"65a1b2c3d4e5f60718293a4b"};
  submission.fingerprint = core::Fingerprint{"short"};
  h().accept(submission);
  EXPECT_EQ(h().find(submission.id).submission.id, submission.id);
  EXPECT_EQ(h().find(submission.id).submission.fingerprint, submission.fingerprint);
}

TEST_P(AcceptContract, answers_ping) { EXPECT_TRUE(await(h().store().ping())); }

}  // namespace
}  // namespace assay::contract
