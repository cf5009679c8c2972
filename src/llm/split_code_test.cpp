#include "llm/split_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace assay::llm {
namespace {

using core::LineRange;

TEST(SplitCode, SmallCodeIsOnePart) {
  const auto split = split_code({"a", "b", "c"}, 1'000);
  EXPECT_THAT(split.parts, testing::ElementsAre(LineRange{1, 3}));
  EXPECT_TRUE(split.clipped.empty());
  EXPECT_TRUE(split_code({}, 100).parts.empty());
}

TEST(SplitCode, CutsBeforeAFunctionRatherThanInOne) {
  // Ten bytes of number each: 16 a line, room for six lines.
  const std::vector<std::string_view> lines = {"def a:", "  one1", "  two2", "",
                                               "def b:", "  one1", "  two2", "  tre3"};
  const auto split = split_code(lines, 96);
  EXPECT_THAT(split.parts, testing::ElementsAre(LineRange{1, 4}, LineRange{5, 8}));
}

TEST(SplitCode, EveryLineIsInExactlyOnePartWithinBudget) {
  std::vector<std::string> text;
  for (int i = 0; i < 5'000; ++i)
    text.push_back(std::string(static_cast<std::size_t>(i * 7919 % 97), i % 13 == 0 ? ' ' : 'x'));
  const std::vector<std::string_view> lines(text.begin(), text.end());
  const auto split = split_code(lines, 2'000);
  int next = 1;
  for (const auto& part : split.parts) {
    EXPECT_EQ(part.start, next);
    next = part.end + 1;
    std::size_t bytes = 0;
    for (int n = part.start; n <= part.end; ++n)
      bytes += numbered_size(lines[static_cast<std::size_t>(n - 1)]);
    EXPECT_LE(bytes, 2'000U);
  }
  EXPECT_EQ(next, 5'001);
}

TEST(SplitCode, LongLinesAreNamed) {
  const std::string wide(500, 'x');
  const auto split = split_code({"a", wide, "b"}, 100);
  EXPECT_THAT(split.parts, testing::ElementsAre(LineRange{1, 1}, LineRange{2, 2}, LineRange{3, 3}));
  EXPECT_THAT(split.clipped, testing::ElementsAre(LineRange{2, 2}));
}

}  // namespace
}  // namespace assay::llm
