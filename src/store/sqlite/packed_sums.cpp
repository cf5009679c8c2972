#include "store/sqlite/packed_sums.hpp"

#include <algorithm>

namespace assay::store {
namespace {

void put(std::string& out, std::uint64_t value) { put_number(out, value); }
void put(std::string& out, std::int64_t value) { put_number(out, static_cast<std::uint64_t>(value)); }

}  // namespace

void combine(KeyCounts& counts) {
  std::ranges::sort(counts);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < counts.size();) {
    auto sum = counts[i];
    for (++i; i < counts.size() && counts[i].first == sum.first; ++i) sum.second += counts[i].second;
    if (sum.second != 0) counts[kept++] = sum;
  }
  counts.resize(kept);
}

std::string encode_counts(const KeyCounts& counts) {
  std::string out;
  std::int64_t before = 0;
  for (const auto& [key, count] : counts) {
    // Unsigned: the way between two keys may be longer than the largest signed number.
    put(out,
        out.empty() ? zigzag(key) : static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(before));
    put(out, count);
    before = key;
  }
  return out;
}

bool decode_counts(std::string_view bytes, KeyCounts& counts) {
  return each_count(bytes,
                    [&counts](std::int64_t key, std::int64_t count) { counts.emplace_back(key, count); });
}

void add(core::PeriodStats& to, const core::PeriodStats& sums) {
  to.total += sums.total;
  to.cached += sums.cached;
  to.scored += sums.scored;
  to.score_sum += sums.score_sum;
  for (std::size_t i = 0; i < to.severities.size(); ++i) to.severities[i] += sums.severities[i];
}

std::string encode_day(const DayQuarters& quarters) {
  std::string out;
  for (std::size_t i = 0; i < quarters.size(); ++i) {
    const auto& sums = quarters[i];
    if (sums.total == 0) continue;
    put(out, std::uint64_t{i});
    for (const auto number : {sums.total, sums.cached, sums.scored, sums.score_sum}) put(out, number);
    for (const auto number : sums.severities) put(out, number);
  }
  return out;
}

std::optional<DayQuarters> decode_day(std::string_view bytes) {
  DayQuarters quarters{};
  const auto put_one = [&quarters](std::size_t index, const core::PeriodStats& sums) {
    quarters[index] = sums;
  };
  if (!each_quarter(bytes, put_one)) return std::nullopt;
  return quarters;
}

}  // namespace assay::store
