#include "report/excerpt.hpp"

#include <gtest/gtest.h>

#include "report/display.hpp"

namespace assay::report {
namespace {

TEST(Excerpt, underlines_the_quote) {
  const auto code = split_lines("a\n\tx = eval(y) + 1\n");
  const auto lines = make_excerpt(code, {2, 2}, "eval(y)", 80);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].text, "    x = eval(y) + 1");
  EXPECT_EQ(lines[0].underline, "        ^^^^^^^");
}

TEST(Excerpt, underlines_the_statement_where_the_quote_is_not_on_the_line) {
  const auto code = split_lines("  return 1  ");
  const auto lines = make_excerpt(code, {1, 1}, "something else", 80);
  EXPECT_EQ(lines.at(0).underline, "  ^^^^^^^^");
}

TEST(Excerpt, shifts_a_long_line_so_that_the_quote_is_in_view) {
  const auto line = std::string(500, 'a') + "eval(y)" + std::string(500, 'b');
  const auto lines = make_excerpt(split_lines(line), {1, 1}, "eval(y)", 60);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LE(display_width(lines[0].text), 60);
  const auto at = lines[0].text.find("eval(y)");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(lines[0].underline, std::string(at, ' ') + "^^^^^^^");
}

TEST(Excerpt, shortens_a_long_range_and_ignores_lines_that_do_not_exist) {
  const auto code = split_lines("1\n2\n3\n4\n5\n6\n7\n8\n9\n10");
  const auto lines = make_excerpt(code, {1, 10}, "", 80);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[3].text, "4");
  EXPECT_EQ(lines[4].text, "... 5 more lines");
  EXPECT_EQ(lines[4].number, 0);
  EXPECT_EQ(lines[5].number, 10);
  EXPECT_TRUE(make_excerpt(code, {11, 12}, "", 80).empty());
  EXPECT_EQ(make_excerpt(code, {9, 40}, "", 80).size(), 2U);
}

}  // namespace
}  // namespace assay::report
