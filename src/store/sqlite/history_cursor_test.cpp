#include "store/sqlite/history_cursor.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

TEST(HistoryCursor, comes_back_as_it_was) {
  const HistoryCursor cursor{base::Timestamp{base::Micros{1'764'000'000'123'456}},
                             core::SubmissionId{"0192-a"}};
  EXPECT_EQ(parse_history_cursor(to_string(cursor)), cursor);
}

TEST(HistoryCursor, other_text_is_refused) {
  for (const std::string text : {"", ".", "1", "1.", "x.a", "1x.a", " 1.a", "99999999999999999999.a"}) {
    EXPECT_FALSE(parse_history_cursor(text)) << text;
  }
  EXPECT_FALSE(parse_history_cursor("1." + std::string(100, 'a')));
}

}  // namespace
}  // namespace assay::store
