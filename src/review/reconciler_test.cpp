#include "review/reconciler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <set>

namespace assay::review {
namespace {

core::JobId job(int number) {
  std::array<char, 8> id{};
  std::snprintf(id.data(), id.size(), "job%03d", number);
  return core::JobId{id.data()};
}

class ListedLedger final : public core::JobLedger {
 public:
  base::Task<base::Result<std::vector<std::optional<core::Fence>>>> issue_fences(
      std::vector<core::JobId>) override {
    co_return base::fail(base::Errc::internal, "nobody claims here");
  }
  base::Task<base::Result<std::vector<core::UnfinishedJob>>> unfinished(std::optional<core::JobId> after,
                                                                        int limit) override {
    ++pages;
    std::vector<core::UnfinishedJob> page;
    for (const auto& job : jobs) {
      if ((!after || job.job > *after) && std::ssize(page) < limit) page.push_back(job);
    }
    co_return page;
  }
  std::vector<core::UnfinishedJob> jobs;
  int pages = 0;
};

class SetQueue final : public core::QueueRepair {
 public:
  base::Task<base::Result<bool>> take_turn(base::Micros) override {
    if (down) co_return base::fail(base::Errc::unavailable, "down");
    co_return has_turn;
  }
  base::Task<base::Result<int>> restore(std::vector<core::UnfinishedJob> jobs) override {
    int added = 0;
    for (const auto& job : jobs) added += known.insert(job.job).second ? 1 : 0;
    co_return added;
  }
  std::set<core::JobId> known;
  bool has_turn = true;
  bool down = false;
};

class ReconcilerTest : public testing::Test {
 protected:
  void have_jobs(int count) {
    for (int i = 0; i < count; ++i)
      ledger_.jobs.push_back({job(i), core::public_scope(), clock_.now() - std::chrono::minutes{1}});
  }
  base::Result<int> round() {
    std::optional<base::Result<int>> result;
    boost::asio::co_spawn(io_, reconciler_.round(), [&](const std::exception_ptr& failure, auto restored) {
      EXPECT_FALSE(failure);
      result = std::move(restored);
    });
    io_.run();
    io_.restart();
    return std::move(*result);
  }

  boost::asio::io_context io_{1};
  ListedLedger ledger_;
  SetQueue queue_;
  base::ManualClock clock_;
  Reconciler reconciler_{ledger_, queue_, clock_, io_.get_executor(), {.page = 10}};
};

TEST_F(ReconcilerTest, looks_at_all_jobs_at_the_start_and_then_at_a_page_a_round) {
  have_jobs(35);
  EXPECT_EQ(round().value(), 35);
  EXPECT_EQ(ledger_.pages, 4);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(round().value(), 0);
  EXPECT_EQ(ledger_.pages, 8);
  queue_.known.erase(job(34));
  int restored = 0;
  for (int i = 0; i < 4; ++i) restored += round().value();
  EXPECT_EQ(restored, 1) << "the pages go round";
}

TEST_F(ReconcilerTest, where_one_is_missing_it_looks_for_all) {
  have_jobs(35);
  EXPECT_EQ(round().value(), 35);
  queue_.known.clear();
  EXPECT_EQ(round().value(), 35);
}

TEST_F(ReconcilerTest, looks_at_all_when_a_queue_that_was_down_is_back) {
  have_jobs(35);
  EXPECT_EQ(round().value(), 35);
  queue_.down = true;
  EXPECT_EQ(round().error().code, base::Errc::unavailable);
  queue_.down = false;
  queue_.known.erase(job(34));
  EXPECT_EQ(round().value(), 1);
}

TEST_F(ReconcilerTest, does_nothing_in_another_process_turn) {
  have_jobs(5);
  queue_.has_turn = false;
  EXPECT_EQ(round().value(), 0);
  EXPECT_EQ(ledger_.pages, 0);
  queue_.has_turn = true;
  EXPECT_EQ(round().value(), 5);
}

TEST_F(ReconcilerTest, a_job_of_this_moment_is_not_missing_yet) {
  have_jobs(1);
  ledger_.jobs.push_back({job(1), core::public_scope(), clock_.now()});
  ledger_.jobs.push_back({job(2), core::public_scope(), clock_.now() + std::chrono::hours{1}});
  EXPECT_EQ(round().value(), 2);
  clock_.advance(std::chrono::seconds{1});
  EXPECT_EQ(round().value(), 1);
}

TEST_F(ReconcilerTest, runs_until_it_is_stopped) {
  have_jobs(3);
  bool ended = false;
  boost::asio::co_spawn(io_, reconciler_.run(), [&](const std::exception_ptr& failure) {
    EXPECT_FALSE(failure);
    ended = true;
  });
  while (queue_.known.size() < 3) io_.run_one();
  EXPECT_FALSE(ended);
  reconciler_.stop();
  io_.run();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace assay::review
