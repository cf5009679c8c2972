#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "contract/sqlite_harness.hpp"

namespace assay::contract {
namespace {

using core::Status;

class RestartTest : public testing::Test {
 protected:
  SqliteHarness h_;
};

TEST_F(RestartTest, everything_accepted_is_there) {
  const auto waiting = h_.submission("a");
  const auto done = h_.submission("b");
  h_.accept(done);
  h_.finish(h_.claim().at(0), h_.result(3));
  h_.accept(waiting);
  h_.restart();
  EXPECT_EQ(h_.find(waiting.id).submission.status, Status::pending);
  EXPECT_EQ(h_.find(done.id).submission.status, Status::completed);
  EXPECT_EQ(h_.accept("b").how, core::Acceptance::from_cache);
  EXPECT_EQ(h_.accept("a").how, core::Acceptance::joined_job);
  EXPECT_EQ(h_.claim(5).size(), 1U);
}

TEST_F(RestartTest, fences_never_come_again) {
  h_.accept("a");
  auto last = h_.claim().at(0).fence;
  for (int i = 0; i < 3; ++i) {
    h_.restart();
    const auto claim = h_.claim().at(0);
    EXPECT_GT(claim.fence, last);
    last = claim.fence;
    ASSERT_TRUE(await(h_.queue().retry(claim, base::Micros{0}, core::AttemptCharge::charged)));
  }
}

TEST_F(RestartTest, a_result_from_before_is_stale) {
  h_.accept("a");
  const auto old = h_.claim().at(0);
  h_.restart();
  EXPECT_FALSE(await(h_.store().finish(old.job, old.fence, h_.result())));
  h_.claim();
  EXPECT_FALSE(await(h_.store().finish(old.job, old.fence, h_.result())));
}

TEST_F(RestartTest, what_was_running_runs_again_alone_and_without_a_charge) {
  const auto a = h_.accept("a").job;
  const auto b = h_.accept("b").job;
  const auto c = h_.accept("c").job;
  ASSERT_EQ(h_.claim(2).size(), 2U);
  h_.restart();
  EXPECT_EQ(h_.database().recovered().interrupted, 2);
  EXPECT_EQ(h_.database().recovered().unfinished, 3);
  EXPECT_TRUE(h_.claim(5, 1).empty()) << "a busy process gets no suspect and nothing before it";
  const auto first = h_.claim(5);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].job, a);
  EXPECT_TRUE(first[0].alone);
  EXPECT_EQ(first[0].attempt, 1);
  EXPECT_TRUE(h_.claim(5).empty()) << "nothing runs beside a suspect";
  h_.finish(first[0], h_.result());
  const auto second = h_.claim(5);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].job, b);
  EXPECT_TRUE(second[0].alone);
  ASSERT_TRUE(await(h_.queue().retry(second[0], base::Micros{0}, core::AttemptCharge::charged)));
  const auto rest = h_.claim(5);
  ASSERT_EQ(rest.size(), 2U) << "an attempt that ended by itself clears the suspicion";
  EXPECT_EQ(rest[0].job, b);
  EXPECT_EQ(rest[1].job, c);
  EXPECT_FALSE(rest[0].alone || rest[1].alone);
}

TEST_F(RestartTest, a_suspect_that_is_handed_back_stays_one) {
  h_.accept("a");
  h_.claim();
  h_.restart();
  const auto claim = h_.claim().at(0);
  ASSERT_TRUE(await(h_.queue().retry(claim, base::Micros{0}, core::AttemptCharge::free)));
  EXPECT_TRUE(h_.claim().at(0).alone);
}

TEST_F(RestartTest, a_job_that_kills_its_process_alone_three_times_fails_and_no_other_does) {
  const auto poison = h_.submission("poison");
  const auto neighbour = h_.submission("neighbour");
  h_.accept(poison);
  h_.accept(neighbour);
  ASSERT_EQ(h_.claim(2).size(), 2U);
  h_.restart();  // both were running: neither death counts
  for (int death = 0; death < 3; ++death) {
    EXPECT_EQ(h_.find(poison.id).submission.status, Status::pending) << death;
    const auto claim = h_.claim(5).at(0);
    ASSERT_EQ(claim.job, poison.job);
    ASSERT_TRUE(claim.alone);
    h_.restart();
  }
  EXPECT_EQ(h_.database().recovered().poisonous, 1);
  const auto found = h_.find(poison.id).submission;
  EXPECT_EQ(found.status, Status::failed);
  EXPECT_NE(found.error.find("3 times"), std::string::npos);
  const auto claim = h_.claim(5).at(0);
  EXPECT_EQ(claim.job, neighbour.job);
  EXPECT_EQ(claim.attempt, 1);
  h_.finish(claim, h_.result());
  EXPECT_EQ(h_.find(neighbour.id).submission.status, Status::completed);
}

TEST_F(RestartTest, delays_go_on) {
  h_.accept("a");
  ASSERT_TRUE(
      await(h_.queue().retry(h_.claim().at(0), std::chrono::seconds{10}, core::AttemptCharge::charged)));
  h_.clock().advance(std::chrono::seconds{4});
  h_.restart();
  EXPECT_TRUE(h_.claim().empty());
  h_.clock().advance(std::chrono::seconds{6});
  EXPECT_EQ(h_.claim().at(0).attempt, 2);
}

TEST_F(RestartTest, a_delay_stored_before_the_clock_was_set_back_does_not_stall) {
  h_.accept("a");
  ASSERT_TRUE(
      await(h_.queue().retry(h_.claim().at(0), std::chrono::seconds{10}, core::AttemptCharge::charged)));
  h_.close();
  h_.clock().jump_wall(-std::chrono::days{300});
  h_.open();
  h_.clock().advance(std::chrono::hours{1});
  EXPECT_EQ(h_.claim().size(), 1U);
}

TEST_F(RestartTest, replies_survive) {
  h_.accept("a");
  const auto old = h_.claim().at(0);
  ASSERT_TRUE(await(h_.replies().save(old.job, "llm/0", "reply")));
  h_.restart();
  EXPECT_EQ(await(h_.replies().find(old.job, "llm/0")).value(), "reply");
}

TEST_F(RestartTest, wait_returns_at_once_when_there_is_work_from_before) {
  h_.accept("a");
  h_.restart();
  await(h_.queue().wait(std::chrono::seconds{60}));
}

TEST_F(RestartTest, admissions_are_kept_for_the_limiter_and_pruned) {
  for (int i = 0; i < 3; ++i) {
    auto submission = h_.submission("work" + std::to_string(i));
    submission.client = i == 1 ? "" : "1.2.3.4";
    h_.accept(submission);
    h_.clock().advance(std::chrono::minutes{20});
  }
  h_.restart();
  const auto recent = h_.database().recent_admissions(h_.clock().now() - std::chrono::minutes{30}).value();
  ASSERT_EQ(recent.size(), 1U);
  EXPECT_EQ(recent[0].caller, "1.2.3.4");
  EXPECT_EQ(recent[0].at, h_.clock().now() - std::chrono::minutes{20});
  EXPECT_EQ(h_.database().recent_admissions({}).value().size(), 1U) << "older ones are forgotten";
}

TEST_F(RestartTest, a_second_process_is_refused) {
  store::DatabaseOptions options;
  options.folder = h_.folder();
  const auto second = store::Database::open(options, h_.clock());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::Errc::conflict);
}

TEST_F(RestartTest, a_database_of_a_newer_program_is_refused_and_left_alone) {
  h_.accept("a");
  h_.close();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(h_.file().c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "PRAGMA user_version=999", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  store::DatabaseOptions options;
  options.folder = h_.folder();
  const auto refused = store::Database::open(options, h_.clock());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Errc::unsupported);
  EXPECT_NE(refused.error().message.find("newer version of Assay"), std::string::npos);
}

TEST_F(RestartTest, files_are_private) {
  h_.accept("a");
  for (const auto& entry : std::filesystem::directory_iterator(h_.folder())) {
    EXPECT_EQ(entry.status().permissions() &
                  ~(std::filesystem::perms::owner_read | std::filesystem::perms::owner_write),
              std::filesystem::perms::none)
        << entry.path();
  }
}

}  // namespace
}  // namespace assay::contract
