#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using core::Category;
using core::Imported;
using core::Severity;
using core::Status;

const char* const kFirst = "65a1b2c3d4e5f60718293a01";
const char* const kSecond = "65a1b2c3d4e5f60718293a02";
const char* const kReview = "65a1b2c3d4e5f60718293aff";

class ImportContract : public StoreSuite {
 protected:
  core::ImportedSubmission imported(const std::string& id, const std::string& work,
                                    const std::string& scope = "public") {
    const auto like = h().submission(work, scope);
    core::ImportedSubmission made;
    made.submission.id = core::SubmissionId{id};
    made.submission.scope = like.scope;
    made.submission.status = Status::completed;
    made.submission.created_at = like.created_at - std::chrono::hours{100};
    made.submission.updated_at = made.submission.created_at + std::chrono::seconds{5};
    made.submission.language = like.input->language;
    made.submission.filename = like.input->filename;
    made.submission.fingerprint = like.fingerprint;
    made.submission.attempts = 1;
    made.input = like.input;
    return made;
  }
  std::shared_ptr<const core::JobResult> review() {
    auto made = h().result(4, {{"SQL injection", "", Severity::high, Category::security, "a1"}});
    made.review_id = core::ReviewId{kReview};
    made.cacheable = false;
    made.finished_at = h().clock().now() - std::chrono::hours{100};
    return std::make_shared<const core::JobResult>(std::move(made));
  }
  base::Result<Imported> put(const core::ImportedSubmission& submission) {
    return await(h().importing().put(submission));
  }
  core::HistoryPage history(core::HistoryQuery query = {}) {
    h().settle_search();
    query.scope = core::public_scope();
    return await(h().store().history(query)).value();
  }
  core::Stats stats() {
    h().settle_search();
    core::StatsQuery query;
    query.scope = core::public_scope();
    return await(h().store().stats(query)).value();
  }
};
INSTANTIATE_TEST_SUITE_P(, ImportContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(ImportContract, shows_as_if_it_had_been_made_here) {
  auto first = imported(kFirst, "a");
  first.review = review();
  ASSERT_EQ(put(first).value(), Imported::added);
  const auto record = h().find(core::SubmissionId{kFirst});
  EXPECT_EQ(record.submission.status, Status::completed);
  EXPECT_EQ(record.submission.created_at, first.submission.created_at);
  EXPECT_EQ(record.submission.updated_at, first.submission.updated_at);
  EXPECT_EQ(record.submission.filename, "a.py");
  EXPECT_FALSE(record.submission.cached);
  EXPECT_EQ(record.submission.review, core::ReviewId{kReview});
  ASSERT_TRUE(record.review_members);
  EXPECT_EQ(*record.review_members, first.review->review_members);
  EXPECT_EQ(*await(h().store().find_input(core::public_scope(), first.submission.id)).value(), *first.input);
}

TEST_P(ImportContract, is_in_history_search_and_statistics) {
  auto first = imported(kFirst, "a");
  first.review = review();
  ASSERT_TRUE(put(first));
  auto second = imported(kSecond, "a");
  second.review = first.review;
  second.submission.cached = true;
  ASSERT_TRUE(put(second));
  EXPECT_EQ(history().total, 2);
  core::HistoryQuery wanted;
  wanted.severity = Severity::high;
  wanted.category = Category::security;
  wanted.text = "injection";
  wanted.max_score = 4;
  EXPECT_EQ(history(wanted).items.size(), 2U);
  wanted.text = "nothing";
  EXPECT_TRUE(history(wanted).items.empty());
  const auto counted = stats();
  EXPECT_EQ(counted.total, 2);
  EXPECT_EQ(counted.cached, 1);
  EXPECT_DOUBLE_EQ(counted.avg_score.value_or(0), 4);
  ASSERT_EQ(counted.common_issues.size(), 1U);
  EXPECT_EQ(counted.common_issues[0].count, 2);
}

TEST_P(ImportContract, the_same_again_changes_nothing) {
  auto first = imported(kFirst, "a");
  first.review = review();
  ASSERT_EQ(put(first).value(), Imported::added);
  first.submission.status = Status::failed;
  EXPECT_EQ(put(first).value(), Imported::known);
  EXPECT_EQ(put(first).value(), Imported::known);
  EXPECT_EQ(history().total, 1);
  EXPECT_EQ(stats().total, 1);
  EXPECT_EQ(h().find(core::SubmissionId{kFirst}).submission.status, Status::completed);
}

TEST_P(ImportContract, is_refused_where_another_scope_has_the_id) {
  ASSERT_TRUE(put(imported(kFirst, "a", "other")));
  EXPECT_EQ(error_of(put(imported(kFirst, "a"))).code, base::Errc::conflict);
  EXPECT_EQ(history().total, 0);
}

TEST_P(ImportContract, answers_nothing_from_the_cache) {
  auto first = imported(kFirst, "a");
  first.review = review();
  ASSERT_TRUE(put(first));
  EXPECT_EQ(h().accept("a").how, core::Acceptance::new_job);
  EXPECT_EQ(h().claim().size(), 1U);
}

TEST_P(ImportContract, a_failed_one_needs_no_review) {
  auto first = imported(kFirst, "a");
  first.submission.status = Status::failed;
  first.submission.error = "No model answered.";
  ASSERT_TRUE(put(first));
  const auto record = h().find(core::SubmissionId{kFirst});
  EXPECT_EQ(record.submission.status, Status::failed);
  EXPECT_EQ(record.submission.error, "No model answered.");
  EXPECT_FALSE(record.review_members);
  EXPECT_EQ(stats().total, 0);
}

TEST_P(ImportContract, a_shared_review_stays_until_its_last_submission_is_erased) {
  auto first = imported(kFirst, "a");
  first.review = review();
  auto second = imported(kSecond, "b");
  second.review = first.review;
  ASSERT_TRUE(put(first));
  ASSERT_TRUE(put(second));
  ASSERT_TRUE(await(h().store().erase(core::public_scope(), first.submission.id, h().clock().now())));
  EXPECT_TRUE(h().find(core::SubmissionId{kSecond}).review_members);
  EXPECT_EQ(stats().total, 1);
  ASSERT_TRUE(await(h().store().erase(core::public_scope(), second.submission.id, h().clock().now())));
  EXPECT_EQ(stats().total, 0);
  EXPECT_EQ(put(first).value(), Imported::added) << "what was erased can be imported anew";
}

}  // namespace
}  // namespace assay::contract
