#include "store/sqlite/issue_blocks.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {
namespace {

constexpr std::int64_t kScope = 3;

class IssueBlocks : public testing::Test {
 protected:
  void SetUp() override {
    db_ = Connection::open(":memory:", OpenMode::read_write).value();
    ASSERT_TRUE(migrate(*db_));
  }

  /// A completed submission whose review has `issues` issues of the titles -1, 0, 1 …
  void add(std::int64_t doc, std::size_t issues, core::Language language = core::Language::go,
           const std::string& id = "0190a1b2-0000-7000-8000-0000000000ff") {
    std::vector<StoredIssue> stored_issues;
    std::vector<core::IssueSummary> names;
    for (std::size_t i = 0; i < issues; ++i) {
      stored_issues.push_back(
          {static_cast<std::int64_t>(i) - 1, core::Severity::high, core::Category::testability});
      names.push_back(
          {"A title", "", core::Severity::high, core::Category::testability, "i" + std::to_string(i)});
    }
    db_->run(
        "INSERT INTO submissions(seq, id, scope, created_at, finished_at, state, language, input, how, "
        "no_cache, "
        "attempts, review) VALUES (?1, ?2, ?3, 0, ?4, 2, ?5, 1, 2, 0, 1, ?1)",
        doc, core::SubmissionId{id + std::to_string(doc)}, kScope, 1000 + doc, core::to_string(language));
    db_->run("INSERT INTO review_bodies VALUES (?1, ?2, ?3, x'')", doc, Blob{encode_issues(stored_issues)},
             encode_titles(names));
    ASSERT_FALSE(db_->error()) << db_->error()->message;
  }
  void keep(std::initializer_list<std::int64_t> docs) {
    std::vector<BlockEntry> entries;
    for (const auto doc : docs) {
      if (auto bytes = encode_blocked(*db_, kScope, doc)) entries.push_back({doc, std::move(*bytes)});
    }
    keep_issues(*db_, kScope, entries);
  }
  std::string row(std::int64_t block, std::string_view language = kAllLanguages) {
    auto rows = db_->query("SELECT members FROM issue_blocks WHERE scope=?1 AND language=?2 AND block=?3",
                           kScope, language, block);
    return rows.step() ? rows.text(0) : std::string{};
  }
  std::vector<std::int64_t> docs(std::int64_t block, std::string_view language = kAllLanguages) {
    std::vector<std::int64_t> found;
    const auto bytes = row(block, language);
    EXPECT_TRUE(
        each_blocked(block, bytes, [&found](const BlockedIssues& each) { found.push_back(each.doc); }));
    return found;
  }

  std::unique_ptr<Connection> db_;
};

TEST_F(IssueBlocks, hold_the_submissions_of_their_numbers_the_newest_first) {
  for (const std::int64_t doc : {64, 5, 127, 128, 70}) add(doc, 1);
  keep({70, 64, 5});
  keep({128, 127});
  EXPECT_EQ(docs(0), (std::vector<std::int64_t>{5}));
  EXPECT_EQ(docs(1), (std::vector<std::int64_t>{127, 70, 64}));
  EXPECT_EQ(docs(2), (std::vector<std::int64_t>{128}));
}

TEST_F(IssueBlocks, are_of_each_language_and_of_all) {
  add(1, 1, core::Language::go);
  add(2, 1, core::Language::python);
  keep({1, 2});
  EXPECT_EQ(docs(0), (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(docs(0, "go"), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(docs(0, "python"), (std::vector<std::int64_t>{2}));
}

TEST_F(IssueBlocks, give_back_what_the_examples_need) {
  add(9, 3, core::Language::rust, "not a uuid ");
  keep({9});
  int calls = 0;
  ASSERT_TRUE(each_blocked(0, row(0), [&calls](const BlockedIssues& each) {
    ++calls;
    EXPECT_EQ(each.doc, 9);
    EXPECT_EQ(each.id(), "not a uuid 9");
    EXPECT_EQ(each.language, core::Language::rust);
    EXPECT_EQ(each.finished_at, 1009);
    ASSERT_EQ(each.issues.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(each.issues[i].title, static_cast<std::int64_t>(i) - 1);
      EXPECT_EQ(each.issues[i].severity, core::Severity::high);
      EXPECT_EQ(each.issues[i].category, core::Category::testability);
      EXPECT_EQ(each.issues[i].id, "i" + std::to_string(i));
    }
  }));
  EXPECT_EQ(calls, 1);
}

TEST_F(IssueBlocks, a_uuid_comes_back) {
  add(9, 1);
  db_->run("UPDATE submissions SET id=?1", core::SubmissionId{"0190a1b2-0000-7000-8000-000000000009"});
  keep({9});
  ASSERT_TRUE(each_blocked(0, row(0), [](const BlockedIssues& each) {
    EXPECT_EQ(each.id(), "0190a1b2-0000-7000-8000-000000000009");
  }));
}

TEST_F(IssueBlocks, are_of_what_has_issues_and_is_completed) {
  add(1, 0);
  EXPECT_FALSE(encode_blocked(*db_, kScope, 1));
  EXPECT_FALSE(encode_blocked(*db_, kScope, 2));
  add(3, 1);
  EXPECT_TRUE(encode_blocked(*db_, kScope, 3));
  EXPECT_FALSE(encode_blocked(*db_, kScope + 1, 3));
  db_->run("UPDATE submissions SET state=0 WHERE seq=3");
  EXPECT_FALSE(encode_blocked(*db_, kScope, 3));
  EXPECT_FALSE(db_->error());
}

TEST_F(IssueBlocks, forget_what_is_dropped_and_go_with_the_last) {
  add(1, 1);
  add(2, 2);
  keep({1, 2});
  drop_issues(*db_, kScope, 2);
  EXPECT_EQ(docs(0), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(docs(0, "go"), (std::vector<std::int64_t>{1}));
  drop_issues(*db_, kScope, 1);
  EXPECT_EQ(db_->scalar("SELECT count(*) FROM issue_blocks"), 0);
}

TEST_F(IssueBlocks, bytes_cut_off_are_refused) {
  add(1, 2);
  keep({1});
  const auto whole = row(0);
  for (std::size_t length = 1; length < whole.size(); ++length)
    EXPECT_FALSE(each_blocked(0, whole.substr(0, length), [](const BlockedIssues&) {})) << length;
  db_->run("UPDATE issue_blocks SET members=?1", Blob{whole.substr(0, 5)});
  add(2, 1);
  keep({2});
  ASSERT_TRUE(db_->error());
  EXPECT_EQ(db_->error()->code, base::Errc::corrupt);
}

}  // namespace
}  // namespace assay::store
