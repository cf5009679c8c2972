#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/statistics.hpp"
#include "store/sqlite/packed_numbers.hpp"

namespace assay::store {

/// How often each key (a title, a length of time) was counted. Combined: ascending, each key once, no count
/// of 0.
using KeyCounts = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// Sorts, adds up what is of the same key, and leaves out what adds up to nothing.
void combine(KeyCounts& counts);

/// Keys as differences, all numbers as LEB128: about three bytes an entry. Only what is combined, with counts
/// above 0.
std::string encode_counts(const KeyCounts& counts);
/// Appends to `counts`. False for bytes that encode_counts does not write.
bool decode_counts(std::string_view bytes, KeyCounts& counts);
/// The same, calling each(key, count): a month of statistics is some fifty thousand of them.
template <class Each>
bool each_count(std::string_view bytes, Each each) {
  PackedNumbers numbers{bytes};
  if (numbers.at_end()) return true;
  auto key = unzigzag(numbers.next());
  each(key, numbers.next_signed());
  const auto go_on = [&](std::uint64_t step, std::uint64_t count) {
    key = static_cast<std::int64_t>(static_cast<std::uint64_t>(key) + step);
    each(key, static_cast<std::int64_t>(count));
  };
  while (!numbers.at_end()) {
    // Nearly all are such: a year of statistics reads some hundred thousand.
    std::array<std::uint8_t, 8> pairs{};
    if (numbers.next_short_eight(pairs)) {
      for (std::size_t i = 0; i < pairs.size(); i += 2) go_on(pairs[i], pairs[i + 1]);
      continue;
    }
    std::uint64_t step = 0;
    std::uint64_t count = 0;
    if (!numbers.next_short_pair(step, count)) {
      step = numbers.next();
      count = numbers.next();
    }
    go_on(step, count);
  }
  return numbers.ok();
}

/// The sums of the 15-minute buckets of one day.
inline constexpr std::size_t kQuartersOfDay = 96;
using DayQuarters = std::array<core::PeriodStats, kQuartersOfDay>;

/// Quarters without a submission take no room.
std::string encode_day(const DayQuarters& quarters);
/// Nothing for bytes that encode_day does not write.
std::optional<DayQuarters> decode_day(std::string_view bytes);
/// The same, calling each(index, sums) for the quarters with a submission, ascending; false where decode_day
/// gives nothing, possibly after some calls.
template <class Each>
bool each_quarter(std::string_view bytes, Each each) {
  PackedNumbers numbers{bytes};
  while (!numbers.at_end()) {
    const auto index = numbers.next();
    core::PeriodStats sums;
    sums.total = numbers.next_signed();
    sums.cached = numbers.next_signed();
    sums.scored = numbers.next_signed();
    sums.score_sum = numbers.next_signed();
    for (auto& number : sums.severities) number = numbers.next_signed();
    if (!numbers.ok() || index >= kQuartersOfDay) return false;
    each(static_cast<std::size_t>(index), sums);
  }
  return true;
}

void add(core::PeriodStats& to, const core::PeriodStats& sums);

}  // namespace assay::store
