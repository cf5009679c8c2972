#include "core/search_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"

namespace assay::core {
namespace {

using Words = std::vector<std::string>;

TEST(SearchWords, are_runs_of_word_characters_each_once_in_order) {
  EXPECT_EQ(search_words("return user.id + user_id; // User"), (Words{"id", "return", "user", "user_id"}));
  EXPECT_EQ(search_words("x86-64 v2.0 $money"), (Words{"0", "64", "money", "v2", "x86"}));
  EXPECT_EQ(search_words("+-*/ \n\t{}"), Words{});
  EXPECT_EQ(search_words(""), Words{});
}

TEST(SearchWords, do_not_regard_case_in_any_script) {
  EXPECT_EQ(search_words("STRASSE Straße straße"), Words{"strasse"});
  EXPECT_EQ(search_words("Größe"), search_words("GRÖSSE"));
  EXPECT_EQ(search_words("ΣΊΣΥΦΟΣ"), search_words("σίσυφος"));
  EXPECT_EQ(search_words("Привет"), search_words("ПРИВЕТ"));
  EXPECT_EQ(search_words("caf\u00e9"), search_words("CAFE\u0301")) << "composed and decomposed";
}

TEST(SearchWords, know_other_scripts) {
  EXPECT_EQ(search_words("変数 := 値"), (Words{"値", "変数"}));
  EXPECT_EQ(search_words("هذا اختبار"), (Words{"اختبار", "هذا"}));
  EXPECT_EQ(search_words("naïve—“quoted”…end\u00a0here"), (Words{"end", "here", "naïve", "quoted"}));
  EXPECT_EQ(search_words("🙂smile🙂"), Words{"smile"});
}

TEST(SearchWords, ill_formed_bytes_stand_between_words) {
  EXPECT_EQ(search_words("ab\xff"
                         "cd\xc3"),
            (Words{"ab", "cd"}));
  EXPECT_EQ(search_words("a\xed\xa0\x80z"), (Words{"a", "z"}));  // a surrogate
}

TEST(SearchWords, leave_out_what_is_too_long_to_be_looked_for) {
  const std::string longest(kLongestSearchWord, 'a');
  EXPECT_EQ(search_words(longest + " " + longest + "b c"), (Words{longest, "c"}));
  std::string wide;
  for (std::size_t i = 0; i < kLongestSearchWord; ++i) wide += "é";
  EXPECT_EQ(search_words(wide), Words{wide});
  EXPECT_EQ(search_words(wide + "é"), Words{});
}

/// What is found by a word must be found by that word as it was stored; and no byte sequence is a problem.
TEST(SearchWords, of_a_word_are_that_word) {
  base::SeededRandom random{7};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto n = random.next() % 40; n > 0; --n) {
      const auto dice = random.next() % 8;
      if (dice < 3) {
        text.push_back(static_cast<char>(random.next()));
      } else if (dice < 6) {
        text.push_back(static_cast<char>('@' + random.next() % 64));
      } else {
        text.append(dice == 6 ? "ß\u0301" : "İ");
      }
    }
    const auto words = search_words(text);
    EXPECT_TRUE(std::ranges::is_sorted(words));
    for (const auto& word : words) {
      // A folded word may be longer than it was written.
      if (word.size() <= kLongestSearchWord) {
        ASSERT_EQ(search_words(word), Words{word});
      }
    }
  }
}

}  // namespace
}  // namespace assay::core
