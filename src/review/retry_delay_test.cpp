#include "review/retry_delay.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace assay::review {
namespace {

base::Micros longest_of_many(int attempt) {
  base::SeededRandom random{3};
  base::Micros longest{0};
  for (int i = 0; i < 2000; ++i) longest = std::max(longest, retry_delay(attempt, random));
  return longest;
}

TEST(RetryDelay, doubles_up_to_a_minute) {
  const auto near = [](int attempt, std::int64_t seconds) {
    const auto longest = longest_of_many(attempt).count();
    EXPECT_LE(longest, seconds * 1'000'000) << attempt;
    EXPECT_GT(longest, seconds * 980'000) << attempt;
  };
  near(1, 1);
  near(2, 2);
  near(4, 8);
  near(7, 60);
  near(100, 60);
}

}  // namespace
}  // namespace assay::review
