#include "base/time_zone.hpp"

#include <date/tz.h>

#include <exception>
#include <utility>

namespace assay::base {

struct TimeZone::Rules {
  const date::time_zone* zone =
      nullptr;                     ///< of the database, which lives as long as the process; null: fixed
  std::chrono::seconds offset{0};  ///< of a fixed one
};

namespace {

constexpr std::chrono::hours kLargestOffset{18};

int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// "+hh:mm", "+hhmm" or "+hh", either sign.
std::optional<std::chrono::seconds> parse_offset(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto hours = digits(text.substr(1, 2));
  auto rest = text.substr(3);
  if (rest.starts_with(':')) rest.remove_prefix(1);
  const auto minutes = rest.empty() && text.size() == 3 ? 0 : rest.size() == 2 ? digits(rest) : -1;
  if (hours < 0 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::chrono::seconds offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
  if (offset > kLargestOffset) return std::nullopt;
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

TimeZone TimeZone::utc() { return TimeZone{std::make_shared<const Rules>()}; }

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (name == "UTC" || name == "Z") return utc();
  if (const auto offset = parse_offset(name)) {
    return TimeZone{std::make_shared<const Rules>(Rules{nullptr, *offset})};
  }
  // A name of the database is a path below a folder of the system's.
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.find("..") != std::string_view::npos)
    return std::nullopt;
  try {
    return TimeZone{std::make_shared<const Rules>(Rules{date::locate_zone(name), {}})};
  } catch (const std::exception&) {  // the library's way to say that there is none
    return std::nullopt;
  }
}

std::chrono::sys_days TimeZone::day_of(Timestamp time) const {
  if (rules_->zone == nullptr) return std::chrono::floor<std::chrono::days>(time + rules_->offset);
  const auto local = rules_->zone->to_local(date::sys_time<Micros>{time.time_since_epoch()});
  return std::chrono::sys_days{std::chrono::floor<std::chrono::days>(local).time_since_epoch()};
}

Timestamp TimeZone::start_of(std::chrono::sys_days day) const {
  if (rules_->zone == nullptr) return Timestamp{day} - rules_->offset;
  const date::local_time<std::chrono::days> local{day.time_since_epoch()};
  const auto start = rules_->zone->to_sys(local, date::choose::earliest);
  return Timestamp{std::chrono::duration_cast<Micros>(start.time_since_epoch())};
}

}  // namespace assay::base
