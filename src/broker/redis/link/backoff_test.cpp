#include "broker/redis/link/backoff.hpp"

#include <gtest/gtest.h>

namespace assay::broker::redis {
namespace {

TEST(BackoffTest, DoublesUpToASecondAndStaysBetweenHalfAndAll) {
  base::SeededRandom random(1);
  Backoff backoff;
  auto step = Backoff::kShortest;
  bool varies = false;
  for (int i = 0; i < 50; ++i) {
    const auto wait = backoff.next(random);
    EXPECT_GE(wait, step / 2);
    EXPECT_LE(wait, step);
    varies = varies || (wait != step / 2 && wait != step);
    step = std::min(step * 2, Backoff::kLongest);
  }
  EXPECT_EQ(step, Backoff::kLongest);
  EXPECT_TRUE(varies);
  backoff.reset();
  EXPECT_LE(backoff.next(random), Backoff::kShortest);
}

}  // namespace
}  // namespace assay::broker::redis
