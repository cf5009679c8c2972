#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

TEST(Utf8, knows_well_formed_text) {
  EXPECT_TRUE(is_valid_utf8("plain, \xc3\xa9, \xe2\x82\xac, \xf0\x9f\x98\x80"));
  EXPECT_TRUE(is_valid_utf8(""));
  for (const char* bad :
       {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xe2\x82", "\x80"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
  }
}

TEST(Utf8, knows_ill_formed_text_wherever_it_stands) {
  for (std::size_t at = 0; at <= 24; ++at) {
    const std::string before(at, 'a');
    for (const std::size_t behind : {0, 1, 7, 8, 20}) {
      const std::string after(behind, 'b');
      EXPECT_TRUE(is_valid_utf8(before + "\xc3\xa9" + after)) << at;
      EXPECT_FALSE(is_valid_utf8(before + "\xff" + after)) << at;
      EXPECT_FALSE(is_valid_utf8(before + "\xc3" + after)) << at;
    }
  }
}

TEST(Utf8, replaces_each_ill_formed_part_and_keeps_lines) {
  EXPECT_EQ(replace_invalid_utf8("a\xff\nb\xe2\x82\nc"), "a\xef\xbf\xbd\nb\xef\xbf\xbd\nc");
  EXPECT_EQ(replace_invalid_utf8("\xc3\xa9"), "\xc3\xa9");
}

TEST(Utf8, prefix_never_cuts_a_sequence) {
  EXPECT_EQ(utf8_prefix("ab\xe2\x82\xac", 4), "ab");
  EXPECT_EQ(utf8_prefix("ab\xe2\x82\xac", 5), "ab\xe2\x82\xac");
}

}  // namespace
}  // namespace assay::base
