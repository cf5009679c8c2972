#include "report/display.hpp"

#include <gtest/gtest.h>

namespace assay::report {
namespace {

using namespace std::string_literals;

TEST(Display, lets_nothing_through_that_steers_a_terminal) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\xef\xbf\xbd[31mb");
  EXPECT_EQ(printable("a\rb\x07\x7f\0c"s),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
            "c");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\xef\xbf\xbd"
            "31m")
      << "C1 CSI";
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "b"),
            "a\xef\xbf\xbd"
            "b")
      << "right-to-left override";
  EXPECT_EQ(printable("\xe2\x80\x8b"), "\xef\xbf\xbd") << "zero width space";
  EXPECT_EQ(printable("\xff\xc3"), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(printable("\tx\ny"), "    x y");
  EXPECT_EQ(printable("x\ny", LineEnds::keep), "x\ny");
  EXPECT_EQ(printable("größe 你好"), "größe 你好");
}

TEST(Display, counts_columns) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("größe"), 5);
  EXPECT_EQ(display_width("你好"), 4);
  EXPECT_EQ(display_width("e\xcc\x81"), 1);
  EXPECT_EQ(prefix_for_columns("你好x", 3), 3U);
  EXPECT_EQ(prefix_for_columns("e\xcc\x81x", 1), 3U);
}

TEST(Display, wraps_at_blanks_and_cuts_what_is_too_long) {
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrap("a\n\nb", 10), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(wrap("", 10), (std::vector<std::string>{""}));
  EXPECT_EQ(wrap("你好", 1), (std::vector<std::string>{"你", "好"}));
}

}  // namespace
}  // namespace assay::report
