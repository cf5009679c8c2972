#include "contract/sqlite_harness.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using core::Category;
using core::HistoryQuery;
using core::Severity;
using Names = std::vector<std::string>;

class SearchContract : public StoreSuite {
 protected:
  core::NewSubmission submit(const std::string& name, const std::string& code,
                             const std::string& scope = "public") {
    auto submission = h().submission(name, scope);
    core::ReviewInput input = *submission.input;
    input.code = code;
    submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
    h().accept(submission);
    h().clock().advance(base::Micros{1});
    return submission;
  }
  void finish(int score, std::vector<core::IssueSummary> issues) {
    h().finish(h().claim().at(0), h().result(score, std::move(issues)));
  }
  /// File names without their ending, newest first.
  Names found(const HistoryQuery& query) {
    h().settle_search();
    Names names;
    const auto page = await(h().store().history(query)).value();
    for (const auto& item : page.items) {
      names.push_back(item.submission.filename.substr(0, item.submission.filename.find('.')));
    }
    return names;
  }
  Names found(const std::string& text, const std::string& scope = "public") {
    HistoryQuery query;
    query.scope = core::Scope{scope};
    query.text = text;
    return found(query);
  }
  Names found(std::optional<Severity> severity, std::optional<Category> category) {
    HistoryQuery query;
    query.scope = core::public_scope();
    query.severity = severity;
    query.category = category;
    return found(query);
  }
};
INSTANTIATE_TEST_SUITE_P(, SearchContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(SearchContract, finds_whole_words_of_the_code_in_any_case) {
  submit("a", "def load_user(Connection): pass");
  submit("b", "def load(user): return user.load_users()");
  EXPECT_EQ(found("load_user"), Names{"a"});
  EXPECT_EQ(found("LOAD"), Names{"b"});
  EXPECT_EQ(found("connection"), Names{"a"});
  EXPECT_EQ(found("def"), (Names{"b", "a"}));
  EXPECT_EQ(found("load use"), Names{}) << "no parts of words";
  EXPECT_EQ(found("users"), Names{}) << "no stems";
}

TEST_P(SearchContract, all_words_must_be_there_wherever_they_stand) {
  submit("first", "alpha");
  finish(5, {{"Division by zero", "", Severity::med, Category::correctness, "i1"}});
  submit("second", "alpha");
  finish(5, {{"SQL injection", "", Severity::high, Category::security, "i2"}});
  EXPECT_EQ(found("alpha"), (Names{"second", "first"}));
  EXPECT_EQ(found("alpha zero"), Names{"first"});
  EXPECT_EQ(found("ALPHA, injection; second"), Names{"second"}) << "code, title, file name";
  EXPECT_EQ(found("zero injection"), Names{});
  EXPECT_EQ(found("i1"), Names{}) << "ids are no words of anything";
}

TEST_P(SearchContract, knows_other_scripts) {
  submit("a", "// Größe: STRASSE, ΣΊΣΥΦΟΣ, 変数");
  EXPECT_EQ(found("grösse"), found("Größe"));
  EXPECT_EQ(found("größe straße σίσυφος 変数"), Names{"a"});
  EXPECT_EQ(found("変"), Names{});
}

TEST_P(SearchContract, of_nothing_but_punctuation_is_no_filter) {
  submit("a", "x");
  EXPECT_EQ(found("!?"), Names{"a"});
}

TEST_P(SearchContract, issues_are_found_by_severity_category_or_both) {
  submit("a", "a");
  finish(5, {{"t", "r1", Severity::high, Category::performance},
             {"t", "r2", Severity::low, Category::security}});
  submit("b", "b");
  finish(5, {{"t", "r3", Severity::high, Category::security}});
  submit("c", "c");
  EXPECT_EQ(found(Severity::high, {}), (Names{"b", "a"}));
  EXPECT_EQ(found({}, Category::security), (Names{"b", "a"}));
  EXPECT_EQ(found(Severity::high, Category::security), Names{"b"}) << "one issue that is both";
  EXPECT_EQ(found(Severity::med, {}), Names{});
}

TEST_P(SearchContract, other_filters_go_with_it) {
  submit("a", "word");
  finish(3, {});
  submit("b", "word");
  finish(8, {});
  submit("c", "word");
  h().claim();
  submit("d", "word");
  HistoryQuery query;
  query.scope = core::public_scope();
  query.text = "word";
  query.order = core::HistoryOrder::lowest_score;
  EXPECT_EQ(found(query), (Names{"a", "b", "d", "c"}));
  query.order = core::HistoryOrder::oldest;
  EXPECT_EQ(found(query), (Names{"a", "b", "c", "d"}));
  query.status = core::Status::in_progress;
  EXPECT_EQ(found(query), Names{"c"});
  query.status = core::Status::pending;
  EXPECT_EQ(found(query), Names{"d"});
  query.status = core::Status::completed;
  query.min_score = 4;
  EXPECT_EQ(found(query), Names{"b"});
}

TEST_P(SearchContract, scopes_do_not_see_each_other) {
  submit("a", "secret", "one");
  submit("b", "other", "two");
  EXPECT_EQ(found("secret", "one"), Names{"a"});
  EXPECT_EQ(found("secret", "two"), Names{});
  EXPECT_EQ(found("secret", "three"), Names{});
}

TEST_P(SearchContract, what_answers_from_the_cache_is_found_too) {
  submit("a", "word");
  finish(5, {{"title", "", Severity::low, Category::security}});
  submit("a", "word");
  EXPECT_EQ(found("word title"), (Names{"a", "a"}));
}

TEST_P(SearchContract, what_was_erased_is_not_found_and_its_number_is_new_to_the_next) {
  const auto first = submit("a", "gone");
  finish(5, {{"lost", "", Severity::high, Category::security}});
  EXPECT_EQ(found("gone"), Names{"a"});
  ASSERT_TRUE(await(h().store().erase(first.scope, first.id, h().clock().now())));
  EXPECT_EQ(found("gone"), Names{});
  submit("b", "here");
  EXPECT_EQ(found("lost"), Names{});
  EXPECT_EQ(found(Severity::high, {}), Names{});
  EXPECT_EQ(found("here"), Names{"b"});
}

/// Words are as private as the code that they stood in.
TEST(SearchIndexOfSqlite, keeps_no_word_of_what_was_erased) {
  SqliteHarness h;
  std::vector<core::NewSubmission> all;
  for (int i = 0; i < 30; ++i) {
    all.push_back(h.submission("work" + std::to_string(i % 20)));
    h.accept(all.back());
    if (i % 3 == 0)
      h.finish(h.claim().at(0), h.result(5, {{"title", "", Severity::low, Category::security}}));
  }
  h.settle_search();
  for (const auto& one : all) ASSERT_TRUE(await(h.store().erase(one.scope, one.id, h.clock().now())));
  auto db = store::Connection::open(h.file(), store::OpenMode::read_only).value();
  EXPECT_EQ(db->scalar("SELECT count(*) FROM search"), 0);
  EXPECT_EQ(db->scalar("SELECT count(*) FROM search_pending"), 0);
  EXPECT_EQ(db->scalar("SELECT count(*) FROM titles"), 0);
}

/// What a crash leaves pending is indexed at the next start.
TEST(SearchIndexOfSqlite, goes_on_after_a_restart) {
  store::DatabaseOptions options;
  SqliteHarness h{options};
  const auto submission = h.submission("a");
  h.accept(submission);
  h.restart();
  h.settle_search();
  HistoryQuery query;
  query.scope = core::public_scope();
  query.text = "print";
  EXPECT_EQ(await(h.store().history(query))->items.size(), 1U);
}

}  // namespace
}  // namespace assay::contract
