#include "base/timestamp.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

std::string round_trip(std::string_view text) {
  const auto parsed = parse_timestamp(text);
  return parsed ? format_timestamp(parsed->time) : "none";
}

TEST(Timestamp, formats_microseconds_in_utc) {
  EXPECT_EQ(format_timestamp(Timestamp{Micros{0}}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_timestamp(Timestamp{Micros{1'700'000'000'123'456}}), "2023-11-14T22:13:20.123456Z");
}

TEST(Timestamp, reads_dates_zones_and_fractions) {
  EXPECT_EQ(round_trip("2026-11-24"), "2026-11-24T00:00:00.000000Z");
  EXPECT_TRUE(parse_timestamp("2026-11-24")->date_only);
  EXPECT_EQ(round_trip("2026-11-24T10:30"), "2026-11-24T10:30:00.000000Z");
  EXPECT_EQ(round_trip("2026-11-24 10:30:05.5"), "2026-11-24T10:30:05.500000Z");
  EXPECT_EQ(round_trip("2026-11-24T10:30:05.123456789Z"), "2026-11-24T10:30:05.123456Z");
  EXPECT_EQ(round_trip("2026-11-24T10:30:00+02:00"), "2026-11-24T08:30:00.000000Z");
  EXPECT_EQ(round_trip("2026-11-24T23:30:00-0130"), "2026-11-25T01:00:00.000000Z");
}

TEST(Timestamp, refuses_what_is_no_moment) {
  for (const char* text :
       {"", "yesterday", "2026-13-01", "2026-02-30", "2026-11-24T", "2026-11-24T25:00", "2026-11-24T10:61",
        "2026-11-24T10:30:00.Z", "2026-11-24T10:30:00+99:00", "2026-11-24x", "20261124"}) {
    EXPECT_EQ(round_trip(text), "none") << text;
  }
}

}  // namespace
}  // namespace assay::base
