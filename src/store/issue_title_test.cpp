#include "store/issue_title.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

TEST(TitleKey, is_the_rule_where_there_is_one) {
  EXPECT_EQ(title_key({"'x' is unused", "py/unused", {}, {}}),
            title_key({"'y' is unused", "py/unused", {}, {}}));
  EXPECT_NE(title_key({"a", "r1", {}, {}}), title_key({"a", "r2", {}, {}}));
}

TEST(TitleKey, ignores_case_spaces_and_closing_marks_of_a_title) {
  EXPECT_EQ(title_key({"  Division  by\nZero. ", "", {}, {}}), title_key({"division by zero", "", {}, {}}));
  EXPECT_NE(title_key({"division by zero", "", {}, {}}), title_key({"division by one", "", {}, {}}));
  EXPECT_NE(title_key({"x", "", {}, {}}), title_key({"", "x", {}, {}}));
}

}  // namespace
}  // namespace assay::store
