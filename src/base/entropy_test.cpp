#include "base/entropy.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay::base {
namespace {

TEST(Entropy, IsNothingWhereNothingSurprises) {
  EXPECT_DOUBLE_EQ(entropy(""), 0);
  EXPECT_DOUBLE_EQ(entropy("aaaa"), 0);
}

TEST(Entropy, CountsBitsPerByte) {
  EXPECT_DOUBLE_EQ(entropy("abcd"), 2);
  EXPECT_DOUBLE_EQ(entropy("aabb"), 1);
}

TEST(Entropy, TakesEveryByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  EXPECT_DOUBLE_EQ(entropy(all), 8);
}

}  // namespace
}  // namespace assay::base
