#include "llm/anchor.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include <chrono>

namespace assay::llm {
namespace {

using core::LineRange;
using How = Placement::How;

const char* const kCode =
    "def load(path):\n"               // 1
    "    data = open(path).read()\n"  // 2
    "    return data\n"               // 3
    "\n"                              // 4
    "def save(path, data):\n"         // 5
    "    f = open(path, \"w\")\n"     // 6
    "    f.write(data)\n"             // 7
    "    return data\n"               // 8
    "\n"                              // 9
    "def copy(a, b):\n"               // 10
    "    save(b,\n"                   // 11
    "         load(a))\n"             // 12
    "    return data\n";              // 13

struct Case {
  const char* name;
  const char* quote;
  std::optional<LineRange> claimed;
  How how;
  LineRange lines;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Anchor : public testing::TestWithParam<Case> {};

TEST_P(Anchor, Places) {
  const CodeIndex index(kCode);
  const auto placed = index.place(GetParam().quote, GetParam().claimed);
  EXPECT_EQ(to_string(placed.how), to_string(GetParam().how));
  EXPECT_EQ(placed.lines, GetParam().lines) << placed.lines.start << "-" << placed.lines.end;
}

constexpr std::optional<LineRange> at(int start, int end) { return LineRange{start, end}; }

INSTANTIATE_TEST_SUITE_P(
    Cases, Anchor,
    testing::Values(
        Case{"Exact", "f.write(data)", at(7, 7), How::claimed, {7, 7}},
        Case{"ExactInsideAWiderClaim", "f.write(data)", at(5, 8), How::claimed, {7, 7}},
        Case{"ExactRepeatedLineAtItsClaim", "    return data", at(8, 8), How::claimed, {8, 8}},
        Case{"OffByOne", "f.write(data)", at(8, 8), How::moved, {7, 7}},
        Case{"FarPastTheEnd", "f.write(data)", at(900, 901), How::moved, {7, 7}},
        Case{"NoClaimOnePlace", "f.write(data)", std::nullopt, How::moved, {7, 7}},
        Case{"NoClaimThreePlaces", "return data", std::nullopt, How::unplaced, {}},
        Case{"NearestOfThree", "return data", at(9, 9), How::moved, {8, 8}},
        Case{"NearestOfThreeFromBelow", "return data", at(11, 11), How::moved, {13, 13}},
        Case{"EqualTie", "open(path", at(4, 4), How::unplaced, {}},
        Case{"TwoLines", "    save(b,\n         load(a))", at(11, 12), How::claimed, {11, 12}},
        Case{"TwoLinesReindented", "save(b,\n  load(a))", at(11, 12), How::whitespace, {11, 12}},
        Case{"Whitespace", "f=open( path,\"w\" )", at(6, 6), How::whitespace, {6, 6}},
        Case{"Tabs", "\tf\t=\topen(path, \"w\")", at(6, 6), How::whitespace, {6, 6}},
        Case{"QuoteMarks", "f = open(path, 'w')", at(6, 6), How::folded, {6, 6}},
        Case{"CurlyQuotes", "f = open(path, \u201cw\u201d)", at(1, 1), How::folded, {6, 6}},
        Case{"Backticks", "`f.write(data)`", at(7, 7), How::folded, {7, 7}},
        Case{"Ellipsis", "def save(path, data):\n    ...\n    return data", at(5, 8), How::folded, {5, 8}},
        Case{"EllipsisInComment",
             "def save(path, data):\n    # ...\n    f.write(data)",
             at(5, 8),
             How::folded,
             {5, 7}},
        Case{"EllipsisCharacter", "def load(path):\n\u2026\nreturn data", at(1, 3), How::folded, {1, 3}},
        Case{"CutShort", "data = open(path).re...", at(2, 2), How::folded, {2, 2}},
        Case{"LineNumbers",
             " 6|     f = open(path, \"w\")\n 7|     f.write(data)",
             at(6, 7),
             How::claimed,
             {6, 7}},
        Case{"Fenced", "```python\nf.write(data)\n```", at(7, 7), How::claimed, {7, 7}},
        Case{"EllipsisBeforeABrace", "def copy(a, b):\n...\nreturn data", at(10, 13), How::folded, {10, 13}},
        Case{"OtherLineNumbers",
             "6: f = open(path, \"w\")\n7: f.write(data)",
             at(6, 7),
             How::whitespace,
             {6, 7}},
        Case{"DiffMarks", "+    f = open(path, \"w\")\n+    f.write(data)", at(6, 7), How::claimed, {6, 7}},
        Case{"Escapes", "save(b,\\n         load(a))", at(11, 12), How::claimed, {11, 12}},
        Case{"EscapedQuotes", "f = open(path, \\\"w\\\")", at(6, 6), How::claimed, {6, 6}},
        Case{"Entities", "f = open(path, &quot;w&quot;)", at(6, 6), How::claimed, {6, 6}},
        Case{"DoubleBackticks", "``f.write(data)``", at(7, 7), How::folded, {7, 7}},
        Case{"EllipsisBetweenTooLittle", "f\n...\nb", at(6, 7), How::unplaced, {}},
        Case{"Invented", "os.remove(path)", at(7, 7), How::unplaced, {}},
        Case{"NearlyTheSame", "f.write(date)", at(7, 7), How::unplaced, {}},
        Case{"Empty", "", at(7, 7), How::unplaced, {}}, Case{"Blank", " \n ", at(7, 7), How::unplaced, {}},
        Case{"OnlyEllipsis", "...", at(7, 7), How::unplaced, {}},
        Case{"ShortAtItsClaim", "f", at(7, 7), How::claimed, {7, 7}},
        Case{"ShortElsewhere", "f", at(1, 1), How::unplaced, {}},
        Case{"PartOfAWord", "pat", at(1, 1), How::unplaced, {}}),
    [](const auto& test) { return test.param.name; });

TEST(CodeIndex, LinesAndSpans) {
  const std::string code = "a\n\nlast";
  const CodeIndex index(code);
  EXPECT_EQ(index.line_count(), 3);
  EXPECT_EQ(index.line(2), "");
  EXPECT_EQ(index.line(3), "last");
  const auto placed = index.place("last", std::nullopt);
  EXPECT_EQ(code.substr(placed.begin, placed.end - placed.begin), "last");
  EXPECT_EQ(CodeIndex("one\n").line_count(), 1);
  EXPECT_EQ(CodeIndex("").place("x", LineRange{1, 1}).how, How::unplaced);
}

TEST(CodeIndex, FoldedSpansAreWholeCharacters) {
  const std::string code = "print(\u201chello\u201d)\n";
  const CodeIndex index(code);
  const auto placed = index.place("\"hello\"", LineRange{1, 1});
  EXPECT_EQ(code.substr(placed.begin, placed.end - placed.begin), "\u201chello\u201d");
}

// A search that is quadratic would need minutes here.
TEST(CodeIndex, StaysLinearOnRepetitiveCode) {
  std::string code;
  for (int i = 0; i < 200'000; ++i) code += "aaaaaaaaab\n";
  const CodeIndex index(code);
  std::string quote(3'000, 'a');
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(index.place(quote, LineRange{5, 5}).placed());
}

}  // namespace
}  // namespace assay::llm
