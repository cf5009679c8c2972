#include "http/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/timestamp.hpp"

namespace assay::http {
namespace {

using ::testing::HasSubstr;

TEST(Query, DecodesAndTakesTheLastOfARepeatedName) {
  const auto query = Query::parse("a=1+2%2B3&b=&&c&a=%C3%A4");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->text("a"), "ä");
  EXPECT_FALSE(query->text("b"));
  EXPECT_FALSE(query->text("c"));
  EXPECT_FALSE(query->text("d"));
  EXPECT_FALSE(Query::parse("a=%2"));
  EXPECT_FALSE(Query::parse("%gg=1"));
}

TEST(Query, IntegersWithinTheirRange) {
  const auto query = Query::parse("a=5&b=6&c=-1&d=5.0&e=+5&f=0x5");
  EXPECT_EQ(query->integer("a", 1, 5)->value(), 5);
  EXPECT_FALSE(*query->integer("z", 1, 5));
  for (const char* name : {"b", "c", "d", "e", "f"}) {
    const auto read = query->integer(name, 1, 5);
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().field, name);
    EXPECT_THAT(read.error().message, HasSubstr("from 1 to 5"));
  }
}

TEST(Query, ADateAloneStandsForItsFirstOrLastMoment) {
  const auto query = Query::parse("d=2026-11-24&t=2026-11-24T02:00:00+01:00");
  EXPECT_EQ(base::format_timestamp(**query->timestamp("d", Query::DateMeans::start_of_day)),
            "2026-11-24T00:00:00.000000Z");
  EXPECT_EQ(base::format_timestamp(**query->timestamp("d", Query::DateMeans::end_of_day)),
            "2026-11-24T23:59:59.999999Z");
  // The '+' was not encoded and is a space by now.
  EXPECT_EQ(base::format_timestamp(**query->timestamp("t", Query::DateMeans::end_of_day)),
            "2026-11-24T01:00:00.000000Z");
}

TEST(Query, AWrongValueIsShownShortAndInUtf8) {
  const auto query = Query::parse("status=%ff" + std::string(500, 'x'));
  const auto read = query->status("status");
  ASSERT_FALSE(read);
  EXPECT_LT(read.error().message.size(), 250U);
  EXPECT_THAT(read.error().message, HasSubstr("\xEF\xBF\xBDx"));
}

}  // namespace
}  // namespace assay::http
