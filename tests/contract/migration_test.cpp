// A database of each older schema is brought up to date, and then answers as the one it was made from.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "contract/sqlite_harness.hpp"
#include "core/review_json.hpp"
#include "store/sqlite/schema.hpp"

namespace assay::contract {
namespace {

namespace fs = std::filesystem;
using store::Connection;

struct Answers {
  std::vector<core::Stats> stats;
  std::vector<std::vector<std::string>> histories;
};

class MigrationTest : public testing::TestWithParam<int> {
 protected:
  /// Eight days of reviews, so that most of them are in the coarse sums; a few are not finished.
  void fill() {
    start_ = h_.clock().now();
    for (int i = 0; i < 60; ++i) {
      const auto number = std::to_string(i % 40);
      if (i % 40 == i) {
        h_.accept(h_.submission("code " + number));
        if (i % 10 != 9) {
          std::vector<core::IssueSummary> issues{{"Rule " + std::to_string(i % 3),
                                                  "r." + std::to_string(i % 3), core::Severity::high,
                                                  core::Category::security, "1"}};
          if (i % 2 == 0)
            issues.push_back({"Title " + std::to_string(i % 5), "", core::Severity::low,
                              core::Category::readability, "2"});
          auto result = h_.result(1 + i % 10, issues);
          result.review_members = members_of(issues, result);
          h_.finish(h_.claim().at(0), result);
        }
      } else {
        h_.accept("code " + number);
      }
      h_.clock().advance(std::chrono::minutes{197});
    }
  }

  /// What a review's members say of it, because the rebuild reads it from there.
  static std::string members_of(const std::vector<core::IssueSummary>& issues, core::JobResult& result) {
    core::Review review;
    for (const auto& issue : issues) {
      core::Issue made;
      made.title = issue.title;
      made.rule_id = issue.rule_id;
      made.severity = issue.severity;
      made.category = issue.category;
      made.id = issue.id;
      review.issues.push_back(std::move(made));
    }
    review.queued_ms = result.queued_ms = 12;
    review.run_ms = result.run_ms = 340;
    review.usage = result.usage = {1, 100, 20, 0, 0.001};
    return core::encode_review_members(review);
  }

  Answers answers() {
    h_.settle_search();
    Answers out;
    for (int i = 0; i < 4; ++i) {
      core::StatsQuery query;
      query.scope = core::public_scope();
      if (i > 0) query.start = start_ + std::chrono::hours{31} + std::chrono::minutes{i};
      if (i > 1) query.end = start_ + std::chrono::hours{24 * 5} + std::chrono::minutes{7 * i};
      if (i == 3) query.language = core::Language::python;
      for (int day = 0; day < 9; ++day)
        query.periods.push_back(start_ + std::chrono::hours{24 * day} + std::chrono::minutes{330});
      out.stats.push_back(await(h_.store().stats(query)).value());
    }
    for (const std::string text : {"", "code", "rule", "title 4"}) {
      core::HistoryQuery query;
      query.scope = core::public_scope();
      query.text = text;
      query.page_size = 100;
      auto& ids = out.histories.emplace_back();
      const auto page = await(h_.store().history(query)).value();
      for (const auto& item : page.items)
        ids.push_back(item.submission.id.str() + std::string{to_string(item.submission.status)});
    }
    return out;
  }

  /// Puts a database of that schema in place of the harness's, with all that it could hold of it.
  void make_older(int version) {
    h_.close();
    const auto older = h_.folder() / "older.db";
    std::ofstream{older}.close();
    {
      auto db = Connection::open(older, store::OpenMode::read_write).value();
      store::make_schema(*db, version);
      db->execute(("ATTACH '" + h_.file().string() + "' AS new").c_str());
      for (const auto& table : column_of(*db, "SELECT name FROM main.sqlite_master WHERE type='table'"))
        copy_table(*db, table, version);
      db->execute("DETACH new");
      ASSERT_FALSE(db->error()) << db->error()->message;
    }
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(h_.file().string() + end);
    fs::rename(older, h_.file());
  }

 private:
  static std::vector<std::string> column_of(Connection& db, const std::string& sql) {
    std::vector<std::string> out;
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db.handle(), sql.c_str(), -1, &statement, nullptr);
    while (sqlite3_step(statement) == SQLITE_ROW)
      out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    return out;
  }

  static void copy_table(Connection& db, const std::string& table, int version) {
    // Before the third step the sums were others, and are made anew; so are those that are packed now.
    if (table == "meta" || (version < 3 && table.starts_with("rollup_"))) return;
    std::string columns;
    for (const auto& name : column_of(db, "SELECT o.name FROM pragma_table_info('" + table +
                                              "', 'main') o JOIN pragma_table_info('" + table +
                                              "', 'new') n ON n.name = o.name"))
      columns.append(columns.empty() ? "" : ", ").append(name);
    if (columns.empty()) return;
    db.execute(
        ("INSERT INTO main." + table + "(" + columns + ") SELECT " + columns + " FROM new." + table).c_str());
    db.execute("INSERT OR REPLACE INTO main.meta SELECT * FROM new.meta WHERE key IN ('epoch', 'rolled')");
  }

 protected:
  SqliteHarness h_;
  base::Timestamp start_;
};

INSTANTIATE_TEST_SUITE_P(, MigrationTest, testing::Range(1, store::newest_schema_version()));

TEST_P(MigrationTest, an_older_database_answers_as_it_did) {
  fill();
  const auto before = answers();
  ASSERT_GT(before.stats[2].total, 10);
  ASSERT_EQ(before.histories[3].empty(), false);
  make_older(GetParam());
  h_.open();
  const auto after = answers();
  for (std::size_t i = 0; i < before.stats.size(); ++i) {
    const auto& a = before.stats[i];
    const auto& b = after.stats[i];
    EXPECT_EQ(a.total, b.total);
    EXPECT_EQ(a.cached, b.cached);
    EXPECT_EQ(a.avg_score, b.avg_score);
    EXPECT_EQ(a.common_issues, b.common_issues);
    EXPECT_EQ(a.by_language, b.by_language);
    EXPECT_EQ(a.by_severity, b.by_severity);
    EXPECT_EQ(a.by_category, b.by_category);
    EXPECT_EQ(a.by_rule, b.by_rule);
    EXPECT_EQ(a.wait, b.wait);
    EXPECT_EQ(a.run, b.run);
    EXPECT_EQ(a.models, b.models);
    EXPECT_EQ(a.by_period, b.by_period);
  }
  EXPECT_EQ(before.histories, after.histories);
  // And it goes on: what was waiting is done, and counted.
  const auto total = after.stats[0].total;
  h_.finish(h_.claim().at(0), h_.result(5));
  EXPECT_EQ(answers().stats[0].total, total + 1);
}

}  // namespace
}  // namespace assay::contract
