#include "cli/config/nearest_name.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace assay::cli {
namespace {

TEST(NearestName, finds_slips_and_nothing_far_away) {
  const std::vector<std::string> names = {"serve", "review", "rules", "version"};
  EXPECT_EQ(nearest_name("reveiw", names), "review");
  EXPECT_EQ(nearest_name("rule", names), "rules");
  EXPECT_EQ(nearest_name("srve", names), "serve");
  EXPECT_EQ(nearest_name("banana", names), "");
  EXPECT_EQ(nearest_name(std::string(1000, 'x'), names), "");
  EXPECT_EQ(did_you_mean("reviw", names), ", did you mean review?");
  EXPECT_EQ(did_you_mean("banana", names), "");
}

}  // namespace
}  // namespace assay::cli
