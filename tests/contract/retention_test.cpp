#include <algorithm>
#include <fstream>

#include "contract/sqlite_harness.hpp"
#include "contract/store_suite.hpp"
#include "core/ports/retention.hpp"

namespace assay::contract {
namespace {

using std::chrono::days;
using Ids = std::vector<core::SubmissionId>;

class RetentionContract : public StoreSuite {
 protected:
  core::Retention& retention() { return dynamic_cast<core::Retention&>(h().store()); }

  core::NewSubmission submit(const std::string& work, const std::string& scope = "public") {
    const auto submission = h().submission(work, scope);
    h().accept(submission);
    return submission;
  }
  core::NewSubmission completed(const std::string& work, const std::string& scope = "public") {
    const auto submission = submit(work, scope);
    finish(submission);
    return submission;
  }
  /// Finishes its job, whatever waits before it.
  void finish(const core::NewSubmission& submission) {
    for (const auto& claim : h().claim(100)) {
      if (claim.job == submission.job) {
        h().finish(claim, h().result(5, {{"Found it", "r", core::Severity::high, core::Category::security}}));
      } else {
        ASSERT_TRUE(await(h().queue().retry(claim, base::Micros{0}, core::AttemptCharge::free)));
      }
    }
  }
  core::Swept sweep(core::RetentionLimits limits, int most = 10) {
    return await(retention().sweep(limits, most, h().clock().now())).value();
  }
  core::Swept sweep_submissions(days age, int most = 10) {
    return sweep({h().clock().now() - age, {}}, most);
  }
  core::Swept sweep_code(days age, int most = 10) {
    h().settle_search();
    return sweep({{}, h().clock().now() - age}, most);
  }
  bool is_there(const core::NewSubmission& submission) {
    return await(h().store().find(submission.scope, submission.id)).has_value();
  }
  bool has_code(const core::NewSubmission& submission) {
    return await(h().store().find_input(submission.scope, submission.id)).has_value();
  }
  std::int64_t found(const std::string& text) {
    h().settle_search();
    core::HistoryQuery query;
    query.scope = core::public_scope();
    query.text = text;
    return await(h().store().history(query)).value().total;
  }
};
INSTANTIATE_TEST_SUITE_P(, RetentionContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(RetentionContract, keeps_everything_without_limits) {
  const auto old = completed("a");
  h().clock().advance(days{10'000});
  const auto swept = sweep({});
  EXPECT_TRUE(swept.erased.empty() && swept.without_code.empty());
  EXPECT_FALSE(swept.more);
  EXPECT_TRUE(is_there(old) && has_code(old));
}

TEST_P(RetentionContract, erases_what_is_older_in_every_scope_and_nothing_else) {
  const auto old = completed("a");
  const auto elsewhere = completed("b", "other");
  h().clock().advance(days{20});
  const auto waiting = submit("waits");
  h().clock().advance(days{11});
  const auto young = completed("c");
  auto swept = sweep_submissions(days{30});
  std::ranges::sort(swept.erased);
  EXPECT_EQ(swept.erased, (Ids{old.id, elsewhere.id}));
  EXPECT_FALSE(swept.more);
  EXPECT_FALSE(is_there(old) || is_there(elsewhere));
  EXPECT_TRUE(is_there(young) && is_there(waiting));
  core::StatsQuery query;
  query.scope = core::public_scope();
  EXPECT_EQ(await(h().store().stats(query))->total, 1) << "the sums are adjusted";
  EXPECT_EQ(h().accept("a").how, core::Acceptance::new_job) << "the cache entry is gone";
  h().clock().advance(days{100});
  EXPECT_EQ(sweep_submissions(days{30}).erased, Ids{young.id}) << "unfinished ones are kept";
  EXPECT_TRUE(is_there(waiting));
}

TEST_P(RetentionContract, goes_in_pieces) {
  for (int i = 0; i < 25; ++i) completed("work" + std::to_string(i));
  h().clock().advance(days{2});
  std::size_t erased = 0;
  int pieces = 0;
  for (bool more = true; more; ++pieces) {
    const auto swept = sweep_submissions(days{1}, 10);
    EXPECT_LE(swept.erased.size(), 10U);
    erased += swept.erased.size();
    more = swept.more;
  }
  EXPECT_EQ(erased, 25U);
  EXPECT_EQ(pieces, 3);
}

TEST_P(RetentionContract, forgets_code_and_its_words_and_keeps_the_review) {
  const auto old = completed("a");
  EXPECT_EQ(found("print"), 1);
  h().clock().advance(days{31});
  EXPECT_EQ(sweep_code(days{30}).without_code, Ids{old.id});
  EXPECT_EQ(error_of(await(h().store().find_input(old.scope, old.id))).code, base::Errc::not_found);
  EXPECT_NE(h().find(old.id).review_members, nullptr);
  EXPECT_EQ(found("print"), 0);
  EXPECT_EQ(found("found"), 1) << "by its title";
  EXPECT_EQ(found("a py"), 1) << "by its name";
  EXPECT_TRUE(sweep_code(days{30}).without_code.empty());
  ASSERT_TRUE(await(h().store().erase(old.scope, old.id, h().clock().now())));
}

TEST_P(RetentionContract, code_that_was_used_again_or_is_needed_stays) {
  const auto first = completed("a");
  const auto waiting = submit("b");
  h().clock().advance(days{20});
  const auto again = completed("a");
  h().clock().advance(days{20});
  EXPECT_TRUE(sweep_code(days{30}).without_code.empty());
  EXPECT_TRUE(has_code(first) && has_code(again) && has_code(waiting));
  EXPECT_EQ(h().accept("b").how, core::Acceptance::joined_job);
  h().clock().advance(days{20});
  auto swept = sweep_code(days{30});
  std::ranges::sort(swept.without_code);
  EXPECT_EQ(swept.without_code, (Ids{first.id, again.id}));
  finish(waiting);
  h().clock().advance(days{40});
  EXPECT_EQ(sweep_code(days{30}).without_code.size(), 2U) << "what waited, once it is finished and old";
  EXPECT_FALSE(has_code(waiting));
}

TEST_P(RetentionContract, code_that_comes_again_is_there_again) {
  const auto old = completed("a");
  h().clock().advance(days{2});
  ASSERT_EQ(sweep_code(days{1}).without_code.size(), 1U);
  const auto again = submit("a");
  EXPECT_TRUE(has_code(again) && has_code(old));
  EXPECT_EQ(found("print"), 2);
}

TEST(RetentionOfSqlite, leaves_no_trace_in_the_file) {
  SqliteHarness h;
  const auto submission = h.submission("needle_in_the_haystack");
  h.accept(submission);
  h.finish(h.claim().at(0), h.result(5, {}));
  h.settle_search();
  h.clock().advance(days{2});
  core::RetentionLimits limits{h.clock().now() - days{1}, h.clock().now() - days{1}};
  ASSERT_EQ(await(dynamic_cast<core::Retention&>(h.store()).sweep(limits, 5, h.clock().now()))->erased.size(),
            1U);
  h.close();
  std::ifstream file{h.file(), std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(bytes.find("needle_in_the_haystack"), std::string::npos);
}

}  // namespace
}  // namespace assay::contract
