#include "base/time_zone.hpp"

#include <gtest/gtest.h>

#include "base/timestamp.hpp"

namespace assay::base {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

Timestamp at(std::string_view text) { return parse_timestamp(text)->time; }
sys_days day(int year, unsigned month, unsigned day_of_month) {
  return sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day_of_month}};
}

TEST(TimeZone, offsets_move_the_day) {
  const auto india = TimeZone::find("+05:30").value();
  EXPECT_EQ(india.day_of(at("2026-11-28T18:29:59Z")), day(2026, 11, 28));
  EXPECT_EQ(india.day_of(at("2026-11-28T18:30:00Z")), day(2026, 11, 29));
  EXPECT_EQ(india.start_of(day(2026, 11, 29)), at("2026-11-28T18:30:00Z"));
  EXPECT_EQ(TimeZone::find("-0800")->start_of(day(1969, 12, 31)), at("1969-12-31T08:00:00Z"));
  EXPECT_EQ(TimeZone::find("+01")->start_of(day(2026, 1, 1)), at("2025-12-31T23:00:00Z"));
}

TEST(TimeZone, days_of_a_zone_have_23_or_25_hours_when_clocks_change) {
  const auto berlin = TimeZone::find("Europe/Berlin").value();
  EXPECT_EQ(berlin.start_of(day(2026, 3, 30)) - berlin.start_of(day(2026, 3, 29)), 23h);
  EXPECT_EQ(berlin.start_of(day(2026, 10, 26)) - berlin.start_of(day(2026, 10, 25)), 25h);
  EXPECT_EQ(berlin.day_of(at("2026-07-01T21:59:59Z")), day(2026, 7, 1));
  EXPECT_EQ(berlin.day_of(at("2026-07-01T22:00:00Z")), day(2026, 7, 2));
}

TEST(TimeZone, a_day_whose_midnight_is_skipped_begins_where_the_clocks_went_on) {
  const auto zone = TimeZone::find("America/Sao_Paulo").value();  // 2018-11-04: 00:00 became 01:00
  EXPECT_EQ(zone.start_of(day(2018, 11, 4)), at("2018-11-04T03:00:00Z"));
  EXPECT_EQ(zone.day_of(at("2018-11-04T03:00:00Z")), day(2018, 11, 4));
  EXPECT_EQ(zone.day_of(at("2018-11-04T02:59:59Z")), day(2018, 11, 3));
}

TEST(TimeZone, refuses_what_is_none) {
  for (const auto* name : {"", "+", "+1", "+5:30", "+25:00", "+05:60", "+05:3", "Mars/Olympus", "/etc/passwd",
                           "../../etc/passwd", "Europe/../UTC", "utc+1", "+05:300"}) {
    EXPECT_FALSE(TimeZone::find(name)) << name;
  }
}

}  // namespace
}  // namespace assay::base
