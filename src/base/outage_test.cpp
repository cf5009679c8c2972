#include "base/outage.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace assay::base {
namespace {

using std::chrono::seconds;

TEST(Outage, is_told_at_first_then_less_and_less_often) {
  Outage outage;
  std::vector<int> told;
  for (int second = 0; second <= 3'600; ++second) {
    if (outage.failed(seconds{second})) told.push_back(second);
  }
  EXPECT_EQ(told, (std::vector<int>{0, 10, 30, 70, 150, 310, 630, 1'230, 1'830, 2'430, 3'030}));
  EXPECT_EQ(outage.lasts(seconds{3'600}), seconds{3'600});
}

TEST(Outage, its_end_is_told_once) {
  Outage outage;
  EXPECT_FALSE(outage.over(seconds{1}));
  EXPECT_TRUE(outage.failed(seconds{5}));
  EXPECT_FALSE(outage.failed(seconds{6}));
  EXPECT_EQ(outage.over(seconds{8}), seconds{3});
  EXPECT_FALSE(outage.over(seconds{9}));
  EXPECT_EQ(outage.lasts(seconds{9}), Micros{0});
}

TEST(Outage, the_next_one_begins_anew) {
  Outage outage;
  for (int second = 0; second < 100; ++second) (void)outage.failed(seconds{second});
  ASSERT_TRUE(outage.over(seconds{100}));
  EXPECT_TRUE(outage.failed(seconds{101}));
  EXPECT_FALSE(outage.failed(seconds{110}));
  EXPECT_TRUE(outage.failed(seconds{111}));
}

}  // namespace
}  // namespace assay::base
