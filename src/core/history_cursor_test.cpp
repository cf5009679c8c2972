#include "core/history_cursor.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

using enum HistoryOrder;

TEST(HistoryCursor, comes_back_as_it_was_in_its_own_order_alone) {
  for (const auto order : {newest, oldest, highest_score, lowest_score}) {
    for (const auto score : {std::optional<int>{}, std::optional{1}, std::optional{10}}) {
      HistoryCursor cursor{order, std::nullopt, base::Timestamp{base::Micros{1'732'413'600'000'001}},
                           SubmissionId{"0192f3a4-0000-7000-8000-000000000001"}};
      if (order == highest_score || order == lowest_score) cursor.score = score;
      const auto text = to_string(cursor);
      EXPECT_EQ(parse_history_cursor(text, order), cursor) << text;
      for (const auto other : {newest, oldest, highest_score, lowest_score}) {
        if (other != order) {
          EXPECT_FALSE(parse_history_cursor(text, other)) << text;
        }
      }
    }
  }
}

TEST(HistoryCursor, moments_before_1970_have_one_too) {
  const HistoryCursor cursor{newest, std::nullopt, base::Timestamp{base::Micros{-5}}, SubmissionId{"a"}};
  EXPECT_EQ(parse_history_cursor(to_string(cursor), newest), cursor);
}

TEST(HistoryCursor, refuses_other_text) {
  const std::string long_id = "1." + std::string(65, 'a');
  for (const std::string_view text :
       {"", "x", "1", "1.", ".a", "1x.a", "9223372036854775808.a", " 1.a", long_id.c_str()}) {
    EXPECT_FALSE(parse_history_cursor(text, newest)) << text;
  }
  for (const auto* text :
       {"h", "h.1.a", "hx.1.a", "h-1.1.a", "h7.a", "h7..a", "h99999999999.1.a", "l7.1.a", "7.1.a"}) {
    EXPECT_FALSE(parse_history_cursor(text, highest_score)) << text;
  }
}

TEST(HistoryCursor, orders_have_names) {
  for (const auto order : {newest, oldest, highest_score, lowest_score})
    EXPECT_EQ(parse_history_order(to_string(order)), order);
  EXPECT_FALSE(parse_history_order("score"));
}

}  // namespace
}  // namespace assay::core
