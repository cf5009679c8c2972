#include "http/middleware/preferences.hpp"

#include <gtest/gtest.h>

namespace assay::http {
namespace {

using std::chrono::seconds;

TEST(Preferences, are_read_as_rfc_7240_writes_them) {
  EXPECT_FALSE(read_preferences("").strict);
  EXPECT_FALSE(read_preferences("").wait);
  EXPECT_TRUE(read_preferences("handling=strict").strict);
  EXPECT_TRUE(read_preferences("Handling = \"strict\"; foo").strict);
  EXPECT_FALSE(read_preferences("handling=lenient, handling=strict").strict) << "the first one counts";
  EXPECT_EQ(read_preferences("wait=10").wait, seconds{10});
  const auto both = read_preferences("respond-async, wait=5 ,handling=strict");
  EXPECT_EQ(both.wait, seconds{5});
  EXPECT_TRUE(both.strict);
  EXPECT_EQ(read_preferences("wait=0").wait, seconds{0});
}

TEST(Preferences, a_wait_has_a_bound_and_nonsense_is_none) {
  EXPECT_EQ(read_preferences("wait=31").wait, kLongestWait);
  EXPECT_EQ(read_preferences("wait=99999999999999999999").wait, kLongestWait);
  for (const auto* nonsense : {"wait=", "wait=-1", "wait=1.5", "wait=x", "wait", "=", ",,;", "awaits=3"})
    EXPECT_FALSE(read_preferences(nonsense).wait) << nonsense;
}

}  // namespace
}  // namespace assay::http
