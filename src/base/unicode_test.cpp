#include "base/unicode.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

TEST(Unicode, folds_case_fully_and_composes) {
  EXPECT_EQ(fold_case("Straße"), fold_case("STRASSE"));
  EXPECT_EQ(fold_case("ΣΊΣΥΦΟΣ"), fold_case("σίσυφος"));  // the final sigma is a sigma
  EXPECT_EQ(fold_case("E\u0301te\u0301"), "été");         // combining accents
  EXPECT_EQ(fold_case("Ⅷ"), "ⅷ");
  EXPECT_EQ(fold_case(""), "");
}

TEST(Unicode, folding_again_changes_nothing) {
  for (const auto* text : {"İstanbul", "ŉ", "ﬃ", "ẞ", "Ǆ", "ᾳ", "\u1100\u1161", "日本語", "a\u0345"}) {
    const auto once = fold_case(text);
    EXPECT_EQ(fold_case(once), once) << text;
  }
}

TEST(Unicode, knows_what_words_are_made_of) {
  for (const char32_t in :
       {U'a', U'Z', U'0', U'_', U'é', U'ß', U'日', U'\u0301', U'٣', U'Ⅷ', U'\U0001D400'}) {
    EXPECT_TRUE(is_word_character(in)) << static_cast<std::uint32_t>(in);
  }
  for (const char32_t out : {U' ', U'.', U'-', U'$', U'\u00a0', U'“', U'…', U'€', U'\u200b', U'\U0001F600'}) {
    EXPECT_FALSE(is_word_character(out)) << static_cast<std::uint32_t>(out);
  }
}

}  // namespace
}  // namespace assay::base
