#include "llm/calls/breaker.hpp"

#include <gtest/gtest.h>

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using Result = Breaker::Result;

void call(Breaker& breaker, Result result, base::Micros now) {
  ASSERT_FALSE(breaker.admit(now));
  breaker.record(result, now);
}

TEST(Breaker, OpensAboveHalfOfAtLeastFive) {
  Breaker breaker;
  for (int i = 0; i < 4; ++i) call(breaker, Result::bad, 1s);
  call(breaker, Result::bad, 2s);
  EXPECT_EQ(breaker.admit(3s), base::Micros{14s});
}

TEST(Breaker, HalfIsStillGoodAndCancelledCallsDoNotCount) {
  Breaker breaker;
  for (int i = 0; i < 20; ++i) call(breaker, i % 2 == 0 ? Result::good : Result::bad, 1s);
  for (int i = 0; i < 20; ++i) call(breaker, Result::unknown, 1s);
  EXPECT_FALSE(breaker.admit(1s));
}

TEST(Breaker, OldCallsAreForgotten) {
  Breaker breaker;
  for (int i = 0; i < 4; ++i) call(breaker, Result::bad, 1s);
  call(breaker, Result::bad, 61s);
  EXPECT_FALSE(breaker.admit(61s));
}

TEST(Breaker, TheShareIsThatOfTheWindow) {
  Breaker breaker;
  for (int i = 0; i < 3; ++i) call(breaker, Result::bad, 1s);
  for (int i = 0; i < 3; ++i) call(breaker, Result::good, 61s);
  for (int i = 0; i < 3; ++i) call(breaker, Result::bad, 61s);
  EXPECT_FALSE(breaker.admit(61s));
  call(breaker, Result::bad, 61s);
  EXPECT_TRUE(breaker.admit(61s));
}

TEST(Breaker, OneProbeDecides) {
  Breaker breaker;
  for (int i = 0; i < 5; ++i) call(breaker, Result::bad, 1s);
  EXPECT_TRUE(breaker.admit(15s));
  EXPECT_FALSE(breaker.admit(16s));
  EXPECT_TRUE(breaker.admit(16s));  // the probe is under way
  breaker.record(Result::bad, 17s);
  EXPECT_TRUE(breaker.admit(31s));
  EXPECT_FALSE(breaker.admit(32s));
  breaker.record(Result::good, 33s);
  for (int i = 0; i < 4; ++i) call(breaker, Result::bad, 34s);
  EXPECT_FALSE(breaker.admit(34s));
}

TEST(Breaker, ItsStateCanBeSeen) {
  using State = Breaker::State;
  Breaker breaker;
  EXPECT_EQ(breaker.state(), State::closed);
  for (int i = 0; i < 5; ++i) call(breaker, Result::bad, 1s);
  EXPECT_EQ(breaker.state(), State::open);
  EXPECT_FALSE(breaker.admit(16s));
  EXPECT_EQ(breaker.state(), State::half_open);
  breaker.record(Result::bad, 17s);
  EXPECT_EQ(breaker.state(), State::open);
  EXPECT_EQ(breaker.openings(), 2);
  EXPECT_FALSE(breaker.admit(32s));
  breaker.record(Result::good, 33s);
  EXPECT_EQ(breaker.state(), State::closed);
  EXPECT_EQ(breaker.openings(), 2);
}

TEST(Breaker, ACancelledProbeLetsTheNextOneGo) {
  Breaker breaker;
  for (int i = 0; i < 5; ++i) call(breaker, Result::bad, 1s);
  EXPECT_FALSE(breaker.admit(16s));
  breaker.record(Result::unknown, 17s);
  EXPECT_FALSE(breaker.admit(17s));
}

}  // namespace
}  // namespace assay::llm
