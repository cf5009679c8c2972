#include "review/sweeper.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>

namespace assay::review {
namespace {

/// Gives the answers it was told to, and keeps what it was asked.
class ScriptedRetention final : public core::Retention {
 public:
  base::Task<base::Result<core::Swept>> sweep(core::RetentionLimits limits, int most,
                                              base::Timestamp) override {
    asked.push_back(limits);
    pieces.push_back(most);
    auto answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }
  std::deque<base::Result<core::Swept>> answers;
  std::vector<core::RetentionLimits> asked;
  std::vector<int> pieces;
};

class SweeperTest : public testing::Test {
 protected:
  void run(Sweeper& sweeper) {
    std::exception_ptr failed;
    boost::asio::co_spawn(io_, sweeper.run(), [&](const std::exception_ptr& failure) { failed = failure; });
    io_.run();
    EXPECT_FALSE(failed);
  }
  static core::Swept some(int erased, bool more) {
    core::Swept swept;
    for (int i = 0; i < erased; ++i) swept.erased.emplace_back("s" + std::to_string(i));
    swept.more = more;
    return swept;
  }
  SweeperConfig config(base::Micros submissions, base::Micros code) {
    SweeperConfig made;
    made.keep_submissions = submissions;
    made.keep_code = code;
    made.pause = base::Micros{1};
    return made;
  }

  boost::asio::io_context io_{1};
  ScriptedRetention retention_;
  HotReviews hot_{1 << 16};
  base::ManualClock clock_;
};

TEST_F(SweeperTest, does_nothing_where_everything_is_kept) {
  Sweeper sweeper{retention_, hot_, clock_, io_.get_executor(), config(base::Micros{0}, base::Micros{0})};
  run(sweeper);
  EXPECT_TRUE(retention_.asked.empty());
}

TEST_F(SweeperTest, asks_for_what_is_older_piece_by_piece) {
  retention_.answers = {some(3, true), some(2, true), some(0, false)};
  Sweeper sweeper{retention_, hot_, clock_, io_.get_executor(),
                  config(std::chrono::days{30}, base::Micros{0})};
  std::optional<base::Result<SweepTotals>> totals;
  boost::asio::co_spawn(
      io_, sweeper.sweep(),
      [&](const std::exception_ptr&, base::Result<SweepTotals> result) { totals = result; });
  io_.run();
  ASSERT_TRUE(totals && *totals);
  EXPECT_EQ((*totals)->erased, 5);
  ASSERT_EQ(retention_.asked.size(), 3U);
  EXPECT_EQ(retention_.asked[0].submissions_before, clock_.now() - std::chrono::days{30});
  EXPECT_FALSE(retention_.asked[0].code_before);
  EXPECT_EQ(retention_.pieces[0], 32);
}

TEST_F(SweeperTest, goes_on_after_an_error_and_ends_when_told) {
  retention_.answers = {base::fail(base::Errc::unavailable, "down"), some(0, false)};
  auto often = config(base::Micros{0}, std::chrono::days{7});
  often.interval = base::Micros{1};
  /// Stops at the second sweep.
  class Stopping final : public core::Retention {
   public:
    Stopping(core::Retention& inner, Sweeper*& stopped) : inner_(inner), sweeper_(stopped) {}
    base::Task<base::Result<core::Swept>> sweep(core::RetentionLimits limits, int most,
                                                base::Timestamp now) override {
      if (++calls_ == 2) sweeper_->stop();
      return inner_.sweep(limits, most, now);
    }

   private:
    core::Retention& inner_;
    Sweeper*& sweeper_;
    int calls_ = 0;
  };
  Sweeper* running = nullptr;
  Stopping stopping{retention_, running};
  Sweeper stopped{stopping, hot_, clock_, io_.get_executor(), often};
  running = &stopped;
  run(stopped);
  EXPECT_EQ(retention_.asked.size(), 2U);
}

}  // namespace
}  // namespace assay::review
