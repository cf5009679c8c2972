#include "llm/split_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "llm/part_context.hpp"

namespace assay::llm {
namespace {

using core::LineRange;
using Kind = core::OutlineItem::Kind;
using Lines = std::vector<std::string_view>;

TEST(SplitCode, SmallCodeIsOnePart) {
  EXPECT_THAT(split_code(Lines{"a", "b", "c"}, 1'000, {}), testing::ElementsAre(LineRange{1, 3}));
  EXPECT_TRUE(split_code(Lines{}, 100, {}).empty());
}

TEST(SplitCode, CutsBeforeAFunctionRatherThanInOne) {
  // Ten bytes of number each: 16 a line, room for six lines.
  const Lines lines = {"def a:", "  one1", "  two2", "", "def b:", "  one1", "  two2", "  tre3"};
  EXPECT_THAT(split_code(lines, 96, {}), testing::ElementsAre(LineRange{1, 4}, LineRange{5, 8}));
}

// A class with two methods and a function; blank lines stand where no cut should be.
const Lines kCode = {"import os",         // 1
                     "class Stock:",      // 2
                     "  def add(s, n):",  // 3
                     "    s.n += n",      // 4
                     "",                  // 5
                     "    return s.n",    // 6
                     "  # Takes one.",    // 7
                     "  def take(s):",    // 8
                     "",                  // 9
                     "    s.n -= 1",      // 10
                     "    return s.n",    // 11
                     "def load(path):",   // 12
                     "",                  // 13
                     "    return path"};  // 14
const core::CodeOutline kOutline = {{Kind::import, "", {1, 1}, {1, 1}},
                                    {Kind::type, "Stock", {2, 11}, {2, 2}},
                                    {Kind::function, "add", {3, 6}, {3, 3}},
                                    {Kind::function, "take", {8, 11}, {8, 8}},
                                    {Kind::function, "load", {12, 14}, {12, 12}}};

std::size_t bytes_of(const Lines& lines, int first, int last) {
  std::size_t bytes = 0;
  for (int number = first; number <= last; ++number)
    bytes += numbered_size(lines[static_cast<std::size_t>(number - 1)]);
  return bytes;
}

TEST(SplitCode, OutlineSaysWhereToCut) {
  // Room for eleven lines: the outer function begins a part of its own.
  EXPECT_THAT(split_code(kCode, bytes_of(kCode, 1, 13), kOutline),
              testing::ElementsAre(LineRange{1, 11}, LineRange{12, 14}));
  // Room for nine: between the methods, and the comment goes with its method.
  EXPECT_THAT(split_code(kCode, bytes_of(kCode, 1, 9), kOutline),
              testing::ElementsAre(LineRange{1, 6}, LineRange{7, 14}));
}

TEST(SplitCode, AFunctionThatIsTooLargeIsCutInside) {
  Lines lines = {"def f():"};
  for (int i = 0; i < 30; ++i) lines.push_back(i % 5 == 0 ? "" : "  step()");
  const core::CodeOutline outline = {{Kind::function, "f", {1, 31}, {1, 1}}};
  const auto parts = split_code(lines, 180, outline);
  ASSERT_GE(parts.size(), 3U);
  EXPECT_EQ(parts.back().end, 31);
  for (std::size_t i = 1; i < parts.size(); ++i)
    EXPECT_TRUE(lines[static_cast<std::size_t>(parts[i].start - 2)].empty()) << "behind a blank line";
}

TEST(SplitCode, EveryLineIsInExactlyOnePartWithinBudget) {
  std::vector<std::string> text;
  for (int i = 0; i < 5'000; ++i)
    text.push_back(std::string(static_cast<std::size_t>(i * 7919 % 97), i % 13 == 0 ? ' ' : 'x'));
  const Lines lines(text.begin(), text.end());
  core::CodeOutline outline;
  for (int i = 1; i + 30 < 5'000; i += 31) outline.push_back({Kind::function, "f", {i, i + 30}, {i, i}});
  int next = 1;
  for (const auto& part : split_code(lines, 2'000, outline)) {
    EXPECT_EQ(part.start, next);
    next = part.end + 1;
    EXPECT_LE(bytes_of(lines, part.start, part.end), 2'000U);
  }
  EXPECT_EQ(next, 5'001);
}

TEST(SplitCode, LongLinesAreAlone) {
  const std::string wide(500, 'x');
  EXPECT_THAT(split_code(Lines{"a", wide, "b"}, 100, {}),
              testing::ElementsAre(LineRange{1, 1}, LineRange{2, 2}, LineRange{3, 3}));
}

TEST(Halve, CutsAtTheBestPlaceNearTheMiddle) {
  const auto halves = halve(kCode, {1, 14}, kOutline);
  ASSERT_TRUE(halves);
  EXPECT_EQ(halves->first, (LineRange{1, 6}));
  EXPECT_EQ(halves->second, (LineRange{7, 14}));
  EXPECT_FALSE(halve(kCode, {1, 7}, kOutline));
}

TEST(PartContext, TellsOfWhatIsOutside) {
  EXPECT_EQ(part_context(kCode, {10, 11}, kOutline, 1'000),
            "@1 import os\n@2 class Stock:\n@3   def add(s, n):\n@8   def take(s):\n@12 def load(path):\n");
  EXPECT_EQ(part_context(kCode, {1, 14}, kOutline, 1'000), "");
  // What the part stands in comes first where there is little room.
  EXPECT_EQ(part_context(kCode, {10, 11}, kOutline, 60), "@2 class Stock:\n@8   def take(s):\n");
  EXPECT_EQ(part_context(kCode, {10, 11}, {}, 1'000), "");
}

}  // namespace
}  // namespace assay::llm
