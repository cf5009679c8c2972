// Many calls at the same time, which a store may carry out together: each is answered as if it had been
// alone.
#include "contract/at_once.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using core::Acceptance;
using core::Status;

class AtOnceContract : public StoreSuite {
 protected:
  std::vector<base::Result<core::Accepted>> accept_all(const std::vector<core::NewSubmission>& submissions) {
    std::vector<base::Task<base::Result<core::Accepted>>> calls;
    for (const auto& each : submissions) calls.push_back(h().store().accept(each));
    return all_at_once(h(), std::move(calls));
  }
  std::vector<base::Result<core::SubmissionRecord>> find_all(const std::vector<core::NewSubmission>& wanted) {
    std::vector<base::Task<base::Result<core::SubmissionRecord>>> calls;
    for (const auto& each : wanted) calls.push_back(h().store().find(each.scope, each.id));
    return all_at_once(h(), std::move(calls));
  }
  core::NewSubmission with_key(const std::string& work, const std::string& key, const std::string& body) {
    auto submission = h().submission(work);
    submission.idempotency = core::IdempotencyKey{"caller", key, body};
    return submission;
  }
  /// Finished, so that the cache has it.
  void finish_one(const std::string& work, const std::string& scope = "public", int score = 7) {
    h().accept(work, scope);
    h().finish(h().claim().at(0), h().result(score));
  }
};
INSTANTIATE_TEST_SUITE_P(, AtOnceContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(AtOnceContract, new_known_and_running_work_is_told_apart) {
  finish_one("known");
  const auto running = h().submission("running");
  h().accept(running);
  std::vector<core::NewSubmission> submissions;
  for (int i = 0; i < 20; ++i) {
    submissions.push_back(h().submission("known"));
    submissions.push_back(h().submission("running"));
    submissions.push_back(h().submission("new" + std::to_string(i)));
    submissions.push_back(h().submission("twice" + std::to_string(i / 2)));
  }
  const auto answers = accept_all(submissions);
  int made = 0;
  int joined = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_TRUE(answers[i]) << answers[i].error().message;
    const auto found = h().find(submissions[i].id).submission;
    EXPECT_EQ(found.status, answers[i]->status);
    if (i % 4 == 0) {
      EXPECT_EQ(answers[i]->how, Acceptance::from_cache);
      EXPECT_TRUE(answers[i]->job.empty());
      EXPECT_TRUE(found.cached);
    } else if (i % 4 == 1) {
      EXPECT_EQ(answers[i]->how, Acceptance::joined_job);
      EXPECT_EQ(answers[i]->job, running.job);
    } else if (i % 4 == 2) {
      EXPECT_EQ(answers[i]->how, Acceptance::new_job);
      EXPECT_EQ(answers[i]->job, submissions[i].job);
    } else {
      ++(answers[i]->how == Acceptance::new_job ? made : joined);
    }
  }
  EXPECT_EQ(made, 10);
  EXPECT_EQ(joined, 10);
}

TEST_P(AtOnceContract, equal_code_of_two_scopes_has_nothing_in_common) {
  finish_one("a", "one", 3);
  std::vector<core::NewSubmission> submissions;
  for (int i = 0; i < 10; ++i) {
    submissions.push_back(h().submission("a", "one"));
    submissions.push_back(h().submission("a", "two"));
  }
  const auto answers = accept_all(submissions);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_TRUE(answers[i]) << answers[i].error().message;
    EXPECT_EQ(answers[i]->how == Acceptance::from_cache, i % 2 == 0);
  }
}

TEST_P(AtOnceContract, ids_and_keys_that_come_twice_are_answered_as_the_first_time) {
  const auto before = with_key("before", "used", "body");
  h().accept(before);
  const auto twin = h().submission("twin");
  auto elsewhere = twin;
  elsewhere.scope = core::Scope{"elsewhere"};
  const std::vector submissions = {twin,
                                   twin,
                                   with_key("x", "fresh", "body"),
                                   with_key("x", "fresh", "body"),
                                   with_key("y", "used", "body"),
                                   with_key("z", "used", "other body"),
                                   elsewhere,
                                   h().submission("alone")};
  const auto answers = accept_all(submissions);
  for (const int i : {2, 3, 4, 7}) ASSERT_TRUE(answers[i]) << i << answers[i].error().message;
  // One of the three with the same id is first; those of its scope are answered as it was, others refused.
  const bool twin_first = answers[0].has_value();
  EXPECT_EQ(answers[6].has_value(), !twin_first);
  for (const int i : {0, 1, 6}) {
    if (answers[i]) {
      EXPECT_EQ(answers[i]->how, Acceptance::new_job);
      EXPECT_EQ(answers[i]->job, twin.job);
    } else {
      EXPECT_EQ(answers[i].error().code, Errc::conflict);
    }
  }
  EXPECT_EQ(answers[1].has_value(), twin_first);
  EXPECT_NE(answers[2]->replayed.has_value(), answers[3]->replayed.has_value());
  const auto& replayed = answers[2]->replayed ? answers[2] : answers[3];
  EXPECT_EQ(replayed->replayed->id, submissions[answers[2]->replayed ? 3 : 2].id);
  ASSERT_TRUE(answers[4]->replayed);
  EXPECT_EQ(answers[4]->replayed->id, before.id);
  ASSERT_FALSE(answers[5]);
  EXPECT_EQ(answers[5].error().field, "Idempotency-Key");
  EXPECT_EQ(answers[7]->how, Acceptance::new_job);
  // What was refused or repeated left nothing behind.
  for (const int i : {4, 5}) EXPECT_FALSE(await(h().store().find(submissions[i].scope, submissions[i].id)));
  core::HistoryQuery query;
  query.scope = core::public_scope();
  EXPECT_EQ(await(h().store().history(query)).value().total, twin_first ? 4 : 3)
      << "before, the twins where they were first, x and alone";
}

TEST_P(AtOnceContract, what_must_be_free_or_anew_is_so_beside_others) {
  finish_one("known");
  auto free_known = h().submission("known");
  free_known.only_if_free = true;
  auto free_new = h().submission("nobody else wants this");
  free_new.only_if_free = true;
  auto free_with_other = h().submission("wanted");
  free_with_other.only_if_free = true;
  auto anew = h().submission("known");
  core::ReviewInput input = *anew.input;
  input.options.no_cache = true;
  anew.input = std::make_shared<const core::ReviewInput>(std::move(input));
  auto rerun = h().submission("known");
  rerun.rerun_of = anew.id;
  const auto answers =
      accept_all({h().submission("wanted"), free_known, free_new, free_with_other, anew, rerun});
  ASSERT_TRUE(answers[0]);
  ASSERT_TRUE(answers[1]);
  EXPECT_EQ(answers[1]->how, Acceptance::from_cache);
  ASSERT_FALSE(answers[2]);
  EXPECT_EQ(answers[2].error().code, Errc::rate_limited);
  for (const int i : {4, 5}) {
    ASSERT_TRUE(answers[i]);
    EXPECT_EQ(answers[i]->how, Acceptance::new_job);
  }
  // It joins where the other one was there first, and is refused else.
  if (answers[3]) {
    EXPECT_EQ(answers[3]->how, Acceptance::joined_job);
    EXPECT_EQ(answers[3]->job, answers[0]->job);
  } else {
    EXPECT_EQ(answers[3].error().code, Errc::rate_limited);
  }
}

TEST_P(AtOnceContract, each_finds_its_own) {
  std::vector<core::NewSubmission> wanted;
  for (int i = 0; i < 12; ++i) {
    wanted.push_back(h().submission("w" + std::to_string(i), i % 2 == 0 ? "one" : "two"));
    h().accept(wanted.back());
  }
  for (int i = 0; i < 6; ++i) h().finish(h().claim().at(0), h().result(i));
  auto unknown = h().submission("never handed in");
  auto foreign = wanted[0];
  foreign.scope = core::Scope{"two"};
  wanted.push_back(unknown);
  wanted.push_back(foreign);
  wanted.push_back(wanted[3]);
  const auto found = find_all(wanted);
  int completed = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i == 12 || i == 13) {
      ASSERT_FALSE(found[i]) << i;
      EXPECT_EQ(found[i].error().code, Errc::not_found);
      continue;
    }
    ASSERT_TRUE(found[i]) << found[i].error().message;
    EXPECT_EQ(found[i]->submission.id, wanted[i].id);
    EXPECT_EQ(found[i]->submission.scope, wanted[i].scope);
    if (i < 12 && found[i]->submission.status == Status::completed) ++completed;
    EXPECT_EQ(found[i]->submission.status == Status::completed, found[i]->review_members != nullptr);
  }
  EXPECT_EQ(completed, 6);
}

}  // namespace
}  // namespace assay::contract
