#include "fakes/code_lines.hpp"

#include <gtest/gtest.h>

namespace assay::fakes {
namespace {

TEST(CodeLines, ReadsNumberedLinesAndLeavesTheRest) {
  const auto lines =
      find_code_lines("Review this.\n<<code>>\n 9| def f():\n10|     return 1\n11|\n<<end>>\n");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].number, 9);
  EXPECT_EQ(lines[0].text, "def f():");
  EXPECT_EQ(lines[1].text, "    return 1");
  EXPECT_EQ(lines[2].text, "");
}

TEST(CodeLines, FallsBackToAFence) {
  const auto lines = find_code_lines("Look:\n```python\na = 1\nb = 2\n```\nThanks");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].number, 2);
  EXPECT_EQ(lines[1].text, "b = 2");
}

TEST(CodeLines, NumbersThatDoNotRiseAreNotCode) {
  const auto lines = find_code_lines("5| a\n5| b\n3| c\n6| d\n");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].text, "d");
}

}  // namespace
}  // namespace assay::fakes
