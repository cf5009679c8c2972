#include "store/sqlite/history_search.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>

#include "base/random.hpp"
#include "store/sqlite/accept.hpp"
#include "store/sqlite/data_folder.hpp"
#include "store/sqlite/history.hpp"
#include "store/sqlite/history_found.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_pending.hpp"

namespace assay::store {
namespace {

class HistorySearch : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "assay-search-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    ASSERT_TRUE(create_private_file(folder_ / "x.db"));
    db_ = Connection::open(folder_ / "x.db", OpenMode::read_write).value();
    ASSERT_TRUE(migrate(*db_));
    tx_.emplace(*db_, hook_);
    db_->run("BEGIN");
  }
  void TearDown() override {
    db_->run("ROLLBACK");
    tx_.reset();
    db_.reset();
    std::filesystem::remove_all(folder_);
  }

  void submit(int count, const std::string& code) {
    for (int i = 0; i < count; ++i) {
      core::NewSubmission made;
      made.id = core::SubmissionId{"s" + std::to_string(1'000'000 + ++number_)};
      made.job = core::JobId{"j" + std::to_string(number_)};
      made.scope = core::public_scope();
      made.fingerprint = core::Fingerprint{"f" + code};
      // Neither in the order of their numbers nor all apart.
      made.created_at =
          base::Timestamp{base::Micros{static_cast<std::int64_t>(random_.next() % 500) * apart_}};
      core::ReviewInput input;
      input.code = code;
      made.input = std::make_shared<const core::ReviewInput>(std::move(input));
      ASSERT_TRUE(accept_submission(*tx_, made));
    }
  }
  void index() {
    tx_->rollups.flush(*db_);
    for (auto pending = read_pending(*db_, 500); !pending.empty(); pending = read_pending(*db_, 500)) {
      SearchChanges changes;
      for (const auto& each : pending) changes.add(each.document);
      for (const auto& [scope, entries] : changes.take()) {
        for (const auto& [key, docs] : entries) add_to_search(*db_, scope, key.first, key.second, docs);
      }
      for (const auto& each : pending) forget_pending(*db_, each.document.doc, each.parts);
    }
    ASSERT_FALSE(db_->error());
  }
  static core::HistoryQuery query(const std::string& text) {
    core::HistoryQuery made;
    made.scope = core::public_scope();
    made.text = text;
    return made;
  }

  base::SeededRandom random_{5};
  std::filesystem::path folder_;
  StepHook hook_;
  std::unique_ptr<Connection> db_;
  std::optional<WriteTransaction> tx_;
  int number_ = 0;
  std::int64_t apart_ = 777'000'000;  ///< microseconds between the moments that are submitted at
};

/// Met on the way through the index by time, looked up one by one, counted by day: the same places.
TEST_F(HistorySearch, all_ways_to_a_page_agree) {
  submit(700, "even");
  submit(300, "odd");
  submit(3, "rare");
  index();
  constexpr std::int64_t kAll = 1'000'000;
  for (const auto* word : {"even", "odd", "rare"}) {
    Window window;
    window.scope = 1;
    const auto found = find_documents(*db_, query(word), window);
    for (int round = 0; round < 100; ++round) {
      window.oldest_first = round % 2 == 0;
      window.wanted = static_cast<std::int64_t>(1 + random_.next() % 30);
      window.skip = static_cast<std::int64_t>(random_.next() % 400);
      window.start = round % 3 == 0 ? 100'000'000'000 : Window{}.start;
      window.end = round % 5 == 0 ? 300'000'000'000 : Window{}.end;
      window.after.reset();
      if (round % 4 == 0) {
        window.skip = 0;
        window.after = core::HistoryCursor{core::HistoryOrder::newest, std::nullopt,
                                           base::Timestamp{base::Micros{777'000'000LL * 250}},
                                           core::SubmissionId{"s1000300"}};
      }
      const auto looked_up = found_places(*db_, window, found, {kAll, 0});
      for (const FoundLimits limits : {FoundLimits{0, kAll}, FoundLimits{0, 0}, FoundLimits{0, 40}}) {
        const auto places = found_places(*db_, window, found, limits);
        ASSERT_EQ(places.size(), looked_up.size()) << word;
        for (std::size_t i = 0; i < places.size(); ++i) ASSERT_EQ(places[i].seq, looked_up[i].seq) << word;
      }
    }
  }
}

/// SQLite itself counts the steps that its statements take.
TEST_F(HistorySearch, a_page_far_down_reads_as_little_as_one_behind_a_cursor) {
  apart_ *= 10;
  submit(4000, "word");
  index();
  std::int64_t steps = 0;
  const auto note = [](unsigned, void* sum, void* statement, void*) {
    *static_cast<std::int64_t*>(sum) +=
        sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
  };
  sqlite3_trace_v2(db_->handle(), SQLITE_TRACE_PROFILE, note, &steps);
  constexpr std::int64_t kMost = 7'000;  // two for each that is skipped
  for (const auto* text : {"", "word"}) {
    for (const bool filtered : {false, true}) {
      for (const auto order : {core::HistoryOrder::newest, core::HistoryOrder::oldest}) {
        auto asked = query(text);
        asked.order = order;
        if (filtered) asked.language = core::ReviewInput{}.language;
        asked.page = 175;
        steps = 0;
        ASSERT_EQ(read_history(*db_, asked)->items.size(), 20U);
        EXPECT_LT(steps, kMost) << text << filtered << static_cast<int>(order);
      }
    }
  }
  sqlite3_trace_v2(db_->handle(), 0, nullptr, nullptr);
}

/// More than are looked up one by one, so that whole days come from their marks.
TEST_F(HistorySearch, dates_of_many_are_exact) {
  submit(4000, "word");
  index();
  for (int round = 0; round < 30; ++round) {
    auto asked = query("word");
    asked.start =
        base::Timestamp{base::Micros{static_cast<std::int64_t>(random_.next() % 500) * 777'000'000}};
    asked.end = *asked.start + base::Micros{static_cast<std::int64_t>(random_.next() % 400) * 777'000'000};
    auto plain = asked;
    plain.text.clear();
    const auto found = read_history(*db_, asked).value();
    const auto all = read_history(*db_, plain).value();
    ASSERT_EQ(found.total, all.total);
    ASSERT_EQ(found.next_cursor, all.next_cursor);
  }
}

TEST_F(HistorySearch, the_total_stops_at_ten_thousand) {
  submit(static_cast<int>(core::kMostCounted), "word");
  index();
  auto page = read_history(*db_, query("word")).value();
  EXPECT_EQ(page.total, core::kMostCounted);
  EXPECT_FALSE(page.total_capped);
  submit(1, "word");
  index();
  page = read_history(*db_, query("word")).value();
  EXPECT_EQ(page.total, core::kMostCounted);
  EXPECT_TRUE(page.total_capped);
  EXPECT_EQ(read_history(*db_, query(""))->total, core::kMostCounted + 1) << "plain totals are exact";
}

}  // namespace
}  // namespace assay::store
