#include "app/free_space.hpp"

#include <gtest/gtest.h>

namespace assay::app {
namespace {

TEST(FreeSpace, IsToldInTheLargestUnitThatFits) {
  EXPECT_EQ(free_space_text(0), "0 MiB free");
  EXPECT_EQ(free_space_text((1ULL << 30) - 1), "1023 MiB free");
  EXPECT_EQ(free_space_text(1ULL << 30), "1.0 GiB free");
  EXPECT_EQ(free_space_text(64'071'139'328), "59.6 GiB free");
  EXPECT_EQ(free_space_text(1ULL << 44), "16384.0 GiB free");
}

}  // namespace
}  // namespace assay::app
