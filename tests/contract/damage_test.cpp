#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "contract/sqlite_harness.hpp"

namespace assay::contract {
namespace {

using base::Errc;

/// Full disks, damaged files, and what must really be gone.
class DamageTest : public testing::Test {
 protected:
  static void change(const std::filesystem::path& file, const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    char* error = nullptr;
    ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, &error), SQLITE_OK) << error;
    sqlite3_close(db);
  }
  static core::NewSubmission large(SqliteHarness& h, const std::string& work, std::size_t size) {
    auto submission = h.submission(work);
    core::ReviewInput input = *submission.input;
    input.code.assign(size, 'x');
    submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
    return submission;
  }
};

TEST_F(DamageTest, a_full_disk_refuses_clearly_and_accepts_nothing_by_half) {
  store::DatabaseOptions options;
  options.max_bytes = 400'000;
  SqliteHarness h{options};
  const auto small = h.submission("small");
  h.accept(small);
  const auto huge = large(h, "huge", 1'000'000);
  const auto refused = await(h.store().accept(huge));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::exhausted);
  EXPECT_NE(refused.error().message.find("full"), std::string::npos);
  EXPECT_EQ(await(h.store().find(huge.scope, huge.id)).error().code, Errc::not_found);
  core::HistoryQuery query;
  query.scope = huge.scope;
  EXPECT_EQ(await(h.store().history(query))->total, 1);
  h.accept("another small one");
  EXPECT_EQ(h.claim(5).size(), 2U);
  EXPECT_TRUE(await(h.store().ping()));
}

base::Task<void> accept_into(core::ReviewStore& store, core::NewSubmission submission, int* accepted,
                             int* refused) {
  const auto result = co_await store.accept(std::move(submission));
  ++*(result ? accepted : refused);
}

TEST_F(DamageTest, one_that_does_not_fit_takes_no_neighbour_down) {
  store::DatabaseOptions options;
  options.max_bytes = 800'000;
  SqliteHarness h{options};
  boost::asio::io_context& io = h.new_context();
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 60; ++i) {
    auto submission = i % 10 == 3 ? large(h, std::to_string(i), 1'000'000) : h.submission(std::to_string(i));
    boost::asio::co_spawn(io, accept_into(h.store(), std::move(submission), &accepted, &refused),
                          [](const std::exception_ptr&) {});
  }
  io.run();
  EXPECT_EQ(accepted, 54);
  EXPECT_EQ(refused, 6);
  EXPECT_EQ(h.depth().ready, 54);
}

TEST_F(DamageTest, a_row_that_can_not_be_read_is_told_and_hurts_no_other) {
  SqliteHarness h;
  const auto good = h.submission("good");
  const auto bad = h.submission("bad");
  h.accept(good);
  h.accept(bad);
  h.close();
  change(h.file(), "UPDATE submissions SET language='klingon' WHERE seq=2");
  h.open();
  EXPECT_EQ(await(h.store().find(bad.scope, bad.id)).error().code, Errc::corrupt);
  EXPECT_TRUE(await(h.store().find(good.scope, good.id)));
  EXPECT_FALSE(await(h.store().cancel(bad.scope, bad.id, h.clock().now())));
  EXPECT_TRUE(await(h.store().cancel(good.scope, good.id, h.clock().now())));
}

TEST_F(DamageTest, missing_rows_are_errors_not_crashes) {
  for (const auto* sql : {"DELETE FROM codes", "DELETE FROM inputs", "DELETE FROM jobs",
                          "DELETE FROM review_bodies", "UPDATE review_bodies SET issues=x'00'",
                          "UPDATE submissions SET state=77", "UPDATE jobs SET state=3"}) {
    SCOPED_TRACE(sql);
    SqliteHarness h;
    const auto done = h.submission("done");
    const auto open = h.submission("open");
    h.accept(done);
    h.finish(h.claim().at(0), h.result(5, {{"t", "r", core::Severity::low, core::Category::security}}));
    h.accept(open);
    h.close();
    change(h.file(), sql);
    h.open();
    for (const auto& id : {done.id, open.id}) {
      const auto scope = core::public_scope();
      (void)await(h.store().find(scope, id));
      (void)await(h.store().find_input(scope, id));
      (void)await(h.store().cancel(scope, id, h.clock().now()));
      (void)await(h.store().erase(scope, id, h.clock().now()));
    }
    (void)await(h.store().accept(h.submission("done")));
    (void)await(h.store().accept(h.submission("open")));
    core::HistoryQuery query;
    query.scope = core::public_scope();
    (void)await(h.store().history(query));
    core::StatsQuery stats;
    stats.scope = core::public_scope();
    stats.start = h.clock().now();
    (void)await(h.store().stats(stats));
    core::ClaimRequest request;
    const auto claims = await(h.queue().claim(request));
    if (claims && !claims->empty()) (void)await(h.store().load_job(claims->at(0).job, claims->at(0).fence));
    EXPECT_TRUE(await(h.store().ping()));
  }
}

TEST_F(DamageTest, a_file_that_is_no_database_is_refused) {
  TempFolder folder;
  std::ofstream{folder.path() / "assay.db"} << std::string(8192, 'x');
  base::ManualClock clock;
  store::DatabaseOptions options;
  options.folder = folder.path();
  const auto refused = store::Database::open(options, clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::corrupt);
  EXPECT_NE(refused.error().message.find("assay.db"), std::string::npos);
}

std::string all_bytes(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file{entry.path(), std::ios::binary};
    bytes.append(std::istreambuf_iterator<char>{file}, {});
  }
  return bytes;
}

TEST_F(DamageTest, what_was_erased_is_in_no_file) {
  SqliteHarness h;
  auto submission = h.submission("a");
  core::ReviewInput input = *submission.input;
  input.code = "my_little_secret = 1\n" + std::string(20'000, '#');
  submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
  h.accept(submission);
  const auto claim = h.claim().at(0);
  ASSERT_TRUE(await(h.replies().save(claim.job, "llm", "the reply quotes my_little_secret")));
  auto result =
      h.result(5, {{"my_little_secret is hard-coded", "", core::Severity::high, core::Category::security}});
  result.review_members = "\"summary\":\"my_little_secret\"" + std::string(20'000, ' ');
  h.finish(claim, result);
  EXPECT_NE(all_bytes(h.folder()).find("my_little_secret"), std::string::npos);
  ASSERT_TRUE(await(h.store().erase(submission.scope, submission.id, h.clock().now())));
  h.close();
  EXPECT_EQ(all_bytes(h.folder()).find("my_little_secret"), std::string::npos);
}

TEST_F(DamageTest, what_was_erased_leaves_the_log_while_the_server_runs) {
  SqliteHarness h;
  const auto submission = h.submission("my_little_secret");
  h.accept(submission);
  ASSERT_TRUE(await(h.store().erase(submission.scope, submission.id, h.clock().now())));
  // The log is emptied by another thread, at once; there is nothing to wait on from outside.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (all_bytes(h.folder()).find("my_little_secret") != std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::yield();
  }
}

}  // namespace
}  // namespace assay::contract
