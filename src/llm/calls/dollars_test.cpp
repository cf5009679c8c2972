#include "llm/calls/dollars.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace assay::llm {
namespace {

TEST(Dollars, CentsAndWhatThereIsOfTheirParts) {
  EXPECT_EQ(dollars(0), "$0.00");
  EXPECT_EQ(dollars(20'000'000), "$20.00");
  EXPECT_EQ(dollars(1'500'000), "$1.50");
  EXPECT_EQ(dollars(12'300), "$0.0123");
  EXPECT_EQ(dollars(1'234'567), "$1.234567");
}

TEST(Dollars, TheSmallestSumsAreNotNothing) {
  EXPECT_EQ(dollars(42), "$0.000042");
  EXPECT_EQ(dollars(1), "$0.000001");
  EXPECT_EQ(dollars(100), "$0.0001");
}

TEST(Dollars, TheEndsOfTheRange) {
  EXPECT_EQ(dollars(-42), "-$0.000042");
  EXPECT_EQ(dollars(std::numeric_limits<std::int64_t>::max()), "$9223372036854.775807");
  EXPECT_EQ(dollars(std::numeric_limits<std::int64_t>::min()), "-$9223372036854.775808");
}

}  // namespace
}  // namespace assay::llm
