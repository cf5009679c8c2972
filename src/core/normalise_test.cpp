#include "core/normalise.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

TEST(Normalise, removes_only_what_cannot_matter) {
  EXPECT_EQ(normalise_code("\xef\xbb\xbfx = 1\r\ny\r\n\r\n"), "x = 1\ny\n");
  EXPECT_EQ(normalise_code("a"), "a");
  EXPECT_EQ(normalise_code("a\n"), "a\n");
  EXPECT_EQ(normalise_code("  a \t\n\n b"), "  a \t\n\n b");
  EXPECT_EQ(normalise_code("a\rb"), "a\rb");
  EXPECT_EQ(normalise_code("\r\n\r\n"), "");
  EXPECT_EQ(normalise_code("a\r\r\nb"), "a\r\nb");
}

}  // namespace
}  // namespace assay::core
