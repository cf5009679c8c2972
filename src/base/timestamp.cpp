#include "base/timestamp.hpp"

namespace assay::base {
namespace {

void put(char* at, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// Takes exactly `digits` decimal digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// The fraction after the seconds, in microseconds; digits past the sixth are dropped.
std::optional<Micros> take_fraction(std::string_view& text) {
  int count = 0;
  int micros = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (count < 6) micros = micros * 10 + (text.front() - '0');
    ++count;
    text.remove_prefix(1);
  }
  if (count == 0 || count > 9) return std::nullopt;
  for (int i = count; i < 6; ++i) micros *= 10;
  return Micros{micros};
}

}  // namespace

void append_timestamp(std::string& out, Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<Micros> clock{time - day};
  char text[] = "0000-00-00T00:00:00.000000Z";
  put(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  put(text + 5, static_cast<unsigned>(date.month()), 2);
  put(text + 8, static_cast<unsigned>(date.day()), 2);
  put(text + 11, static_cast<unsigned>(clock.hours().count()), 2);
  put(text + 14, static_cast<unsigned>(clock.minutes().count()), 2);
  put(text + 17, static_cast<unsigned>(clock.seconds().count()), 2);
  put(text + 20, static_cast<unsigned>(clock.subseconds().count()), 6);
  out.append(text, 27);
}

std::string format_timestamp(Timestamp time) {
  std::string out;
  append_timestamp(out, time);
  return out;
}

std::optional<ParsedTimestamp> parse_timestamp(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  ParsedTimestamp parsed{Timestamp{std::chrono::sys_days{date}.time_since_epoch()}, false};
  if (text.empty()) {
    parsed.date_only = true;
    return parsed;
  }
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  parsed.time += std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  if (take(text, ':')) {
    const auto second = take_number(text, 2);
    if (!second || *second > 60) return std::nullopt;
    parsed.time += std::chrono::seconds{*second};
    if (take(text, '.')) {
      const auto fraction = take_fraction(text);
      if (!fraction) return std::nullopt;
      parsed.time += *fraction;
    }
  }
  if (text.empty() || text == "Z" || text == "z") return parsed;
  const bool minus = text.front() == '-';
  if (!minus && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto zone_hour = take_number(text, 2);
  if (!zone_hour || *zone_hour > 14) return std::nullopt;
  take(text, ':');
  const auto zone_minute = text.empty() ? std::optional<int>{0} : take_number(text, 2);
  if (!zone_minute || *zone_minute > 59 || !text.empty()) return std::nullopt;
  const Micros offset = std::chrono::hours{*zone_hour} + std::chrono::minutes{*zone_minute};
  parsed.time -= minus ? -offset : offset;
  return parsed;
}

}  // namespace assay::base
