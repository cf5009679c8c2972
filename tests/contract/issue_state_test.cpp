// What people say of findings.
#include "contract/sqlite_harness.hpp"
#include "contract/store_suite.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/review_json.hpp"

namespace assay::contract {
namespace {

using core::IssueStatus;

core::Review review_of(const std::vector<std::string>& titles, const std::string& path) {
  core::Review review;
  for (const auto& title : titles) {
    core::Issue issue;
    issue.title = title;
    issue.path = path;
    review.issues.push_back(issue);
  }
  core::assign_fingerprints(review.issues);
  return review;
}

core::SubmissionId finished(StoreHarness& h, const std::string& work, const core::Review& review) {
  const auto submission = h.submission(work);
  h.accept(submission);
  auto result = h.result();
  result.review_members = core::encode_review_members(review);
  h.finish(h.claim().at(0), result);
  return submission.id;
}

core::IssueState state(StoreHarness& h, IssueStatus status, const std::string& reason) {
  return {status, reason, "ci", h.clock().now()};
}

void say(StoreHarness& h, const core::Issue& issue, const core::IssueState& state,
         const std::string& scope = "public") {
  ASSERT_TRUE(await(h.states().set_state({core::Scope{scope}, issue.path, issue.fingerprint}, state)));
}

class IssueStateContract : public StoreSuite {};
INSTANTIATE_TEST_SUITE_P(, IssueStateContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(IssueStateContract, is_given_with_every_review_that_has_the_finding) {
  const auto review = review_of({"One", "Two"}, "a.py");
  const auto before = finished(h(), "a", review);
  EXPECT_EQ(h().find(before).states, nullptr);
  const auto dismissed = state(h(), IssueStatus::dismissed, "known");
  say(h(), review.issues[1], dismissed);
  const auto after = finished(h(), "b", review);
  for (const auto& id : {before, after}) {
    const auto found = h().find(id);
    ASSERT_TRUE(found.states) << id.str();
    EXPECT_EQ(*found.states, (core::IssueStates{{review.issues[1].fingerprint, dismissed}}));
  }
  core::HistoryQuery query;
  query.scope = core::Scope{"public"};
  const auto page = await(h().store().history(query));
  ASSERT_TRUE(page);
  for (const auto& record : page->items) EXPECT_TRUE(record.states);
  EXPECT_EQ(h().find(finished(h(), "c", review_of({"Three"}, "a.py"))).states, nullptr);
}

TEST_P(IssueStateContract, the_newest_is_in_force_and_all_are_kept) {
  const auto review = review_of({"One"}, "a.py");
  const auto id = finished(h(), "a", review);
  const auto first = state(h(), IssueStatus::dismissed, "known");
  say(h(), review.issues[0], first);
  h().clock().advance(base::Micros{1'000'000});
  const auto second = state(h(), IssueStatus::open, "");
  say(h(), review.issues[0], second);
  EXPECT_EQ(h().find(id).states->at(review.issues[0].fingerprint), second);
  const auto history = await(h().states().state_history(core::Scope{"public"}, review.issues[0].fingerprint));
  ASSERT_TRUE(history);
  EXPECT_EQ(*history, (std::vector{first, second}));
  EXPECT_EQ(await(h().states().state_history(core::Scope{"public"}, "unknown"))->size(), 0U);
}

TEST_P(IssueStateContract, is_nobody_elses) {
  const auto review = review_of({"One"}, "a.py");
  const auto id = finished(h(), "a", review);
  say(h(), review.issues[0], state(h(), IssueStatus::fixed, ""), "elsewhere");
  EXPECT_EQ(h().find(id).states, nullptr);
  EXPECT_EQ(await(h().states().state_history(core::Scope{"public"}, review.issues[0].fingerprint))->size(),
            0U);
}

TEST_P(IssueStateContract, a_job_knows_those_of_its_files) {
  const auto review = review_of({"One"}, "a.py");
  const auto other = review_of({"One"}, "other.py");
  const auto fixed = state(h(), IssueStatus::fixed, "");
  say(h(), review.issues[0], fixed);
  say(h(), other.issues[0], fixed);
  h().accept("a");
  const auto claim = h().claim().at(0);
  const auto work = await(h().store().load_job(claim.job, claim.fence));
  ASSERT_TRUE(work && work->states);
  EXPECT_EQ(*work->states, (core::IssueStates{{review.issues[0].fingerprint, fixed}}));
  h().accept("b");
  const auto next = h().claim().at(0);
  EXPECT_EQ(await(h().store().load_job(next.job, next.fence))->states, nullptr);
}

TEST(IssueStateOfSqlite, survives_a_restart) {
  SqliteHarness h;
  const auto review = review_of({"One"}, "a.py");
  const auto id = finished(h, "a", review);
  const auto dismissed = state(h, IssueStatus::dismissed, "known");
  say(h, review.issues[0], dismissed);
  h.restart();
  EXPECT_EQ(h.find(id).states->at(review.issues[0].fingerprint), dismissed);
}

}  // namespace
}  // namespace assay::contract
