#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "store/sqlite/accept.hpp"
#include "store/sqlite/claim.hpp"
#include "store/sqlite/finish.hpp"
#include "store/sqlite/history.hpp"
#include "store/sqlite/remove.hpp"
#include "store/sqlite/replies.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/stats.hpp"
#include "store/sqlite/submission_rows.hpp"
#include "store/sqlite/work.hpp"

namespace assay::store {
namespace {

/// Every statement that a request or a worker runs must find its rows by an index: SQLite itself counts the
/// steps that a statement takes through a whole table.
class IndexUseTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "assay-index-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    std::ofstream{folder_ / "x.db"};
    db_ = Connection::open(folder_ / "x.db", OpenMode::read_write).value();
    ASSERT_TRUE(migrate(*db_));
    tx_.emplace(*db_, hook_);
    db_->run("BEGIN");
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(accept_submission(*tx_, submission(i)));
    for (const auto& claim : claim(150)) {
      if (claim.job.str() < "j240") {
        ASSERT_TRUE(finish_job(*tx_, claim.job, claim.fence, result(claim.job)));
      }
    }
    tx_->rollups.flush(*db_);
    sqlite3_trace_v2(db_->handle(), SQLITE_TRACE_PROFILE, note_work, this);
  }
  void TearDown() override {
    db_->run("COMMIT");
    tx_.reset();
    db_.reset();
    std::filesystem::remove_all(folder_);
  }

  static int note_work(unsigned, void* test, void* statement, void*) {
    auto* const it = static_cast<sqlite3_stmt*>(statement);
    auto& self = *static_cast<IndexUseTest*>(test);
    self.steps_ += sqlite3_stmt_status(it, SQLITE_STMTSTATUS_VM_STEP, 1);
    // A few steps are fine: tables and indexes of a handful of rows by nature, such as the jobs that run now.
    constexpr int kFew = 16;
    if (sqlite3_stmt_status(it, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1) > kFew ||
        sqlite3_stmt_status(it, SQLITE_STMTSTATUS_AUTOINDEX, 1) > 0) {
      self.scans_.emplace_back(sqlite3_sql(it));
    }
    return 0;
  }

  static core::NewSubmission submission(int i) {
    const std::string number = std::to_string(100 + i);
    core::NewSubmission made;
    made.id = core::SubmissionId{"s" + number};
    made.job = core::JobId{"j" + number};
    made.scope = core::Scope{i % 50 == 0 ? "small" : "large"};
    made.fingerprint = core::Fingerprint{"f" + number};
    made.created_at = base::Timestamp{std::chrono::seconds{i * 400}};
    made.client = "1.2.3.4";
    core::ReviewInput input;
    input.language = i % 2 == 0 ? core::Language::go : core::Language::python;
    made.input = std::make_shared<const core::ReviewInput>(std::move(input));
    return made;
  }
  static core::JobResult result(const core::JobId& job) {
    core::JobResult made;
    made.review_id = core::ReviewId{"r" + job.str()};
    made.review_members = "x";
    made.score = 5;
    made.issues = {{"t" + job.str(), "", core::Severity::low, core::Category::security}};
    made.cacheable = true;
    made.finished_at = base::Timestamp{std::chrono::hours{20}};
    made.expires_at = base::Timestamp{std::chrono::hours{90}};
    return made;
  }
  std::vector<core::Claim> claim(int max) {
    core::ClaimRequest request;
    request.max = max;
    return claim_jobs(*tx_, request, fences_, turn_, base::Timestamp{});
  }

  std::filesystem::path folder_;
  StepHook hook_;
  std::unique_ptr<Connection> db_;
  std::optional<WriteTransaction> tx_;
  Fences fences_{1};
  Turn turn_;
  std::vector<std::string> scans_;
  std::int64_t steps_ = 0;  ///< of SQLite's machine, through all statements
};

TEST_F(IndexUseTest, writes_scan_no_table) {
  ASSERT_TRUE(accept_submission(*tx_, submission(500)));
  ASSERT_TRUE(accept_submission(*tx_, submission(500)));
  auto cached = submission(1);
  cached.id = core::SubmissionId{"again"};
  EXPECT_EQ(accept_submission(*tx_, cached)->how, core::Acceptance::from_cache);
  const auto claims = claim(3);
  ASSERT_EQ(claims.size(), 3U);
  EXPECT_TRUE(save_reply(*tx_, claims[0].job, "llm", "reply"));
  EXPECT_TRUE(finish_job(*tx_, claims[0].job, claims[0].fence, result(claims[0].job)));
  EXPECT_TRUE(give_back(*tx_, claims[1], core::AttemptCharge::charged, base::Timestamp{}, base::Timestamp{}));
  release_due(*tx_, {{1, base::Timestamp{}}});
  release_expired(*tx_, {{claims[2].job, claims[2].fence}}, base::Timestamp{});
  const core::Scope large{"large"};
  EXPECT_TRUE(cancel_submission(*tx_, large, core::SubmissionId{"s399"}, base::Timestamp{}));
  EXPECT_TRUE(erase_submission(*tx_, large, core::SubmissionId{"s101"}, base::Timestamp{}));
  EXPECT_TRUE(erase_submission(*tx_, large, core::SubmissionId{"s398"}, base::Timestamp{}));
  tx_->rollups.flush(*db_);
  EXPECT_FALSE(db_->error());
  EXPECT_EQ(scans_, std::vector<std::string>{});
}

TEST_F(IndexUseTest, reads_scan_no_table) {
  EXPECT_TRUE(read_record(*db_, core::SubmissionId{"s101"}, WithReview::yes));
  EXPECT_TRUE(input_of(*db_, core::Scope{"large"}, core::SubmissionId{"s101"}));
  const auto claims = claim(1);
  EXPECT_TRUE(read_work(*db_, claims.at(0).job, claims.at(0).fence));
  EXPECT_TRUE(find_reply(*db_, claims.at(0).job, "llm"));
  for (const bool cursor : {false, true}) {
    for (const auto status :
         {std::optional<core::Status>{}, std::optional{core::Status::pending},
          std::optional{core::Status::in_progress}, std::optional{core::Status::completed}}) {
      for (const auto language : {std::optional<core::Language>{}, std::optional{core::Language::go}}) {
        core::HistoryQuery query;
        query.scope = core::Scope{"large"};
        query.status = status;
        query.language = language;
        query.page_size = 5;
        if (cursor) query.cursor = "60000000000.s250";
        const auto page = read_history(*db_, query);
        ASSERT_TRUE(page);
        EXPECT_FALSE(page->items.empty());
      }
    }
  }
  core::StatsQuery stats;
  stats.scope = core::Scope{"small"};
  stats.start = base::Timestamp{std::chrono::seconds{1}};
  EXPECT_GT(read_stats(*db_, stats)->total, 0);
  EXPECT_FALSE(db_->error());
  EXPECT_EQ(scans_, std::vector<std::string>{});
}

TEST_F(IndexUseTest, what_runs_now_is_counted_without_the_history) {
  core::HistoryQuery query;
  query.scope = core::Scope{"large"};
  query.status = core::Status::in_progress;
  query.page_size = 1;
  query.count = true;
  steps_ = 0;
  const auto page = read_history(*db_, query);
  ASSERT_TRUE(page);
  // Each running job costs some twenty steps, each submission of the history would cost ten for each of them.
  constexpr std::int64_t kStepsPerJob = 100;
  EXPECT_GT(page->total, 1);
  EXPECT_LT(steps_, 1'000 + page->total * kStepsPerJob);
}

}  // namespace
}  // namespace assay::store
