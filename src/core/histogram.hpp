#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace assay::core {

/// Counts of times in whole milliseconds, in bins that are exact below 64 and otherwise 1/32 of a power of
/// two wide, so that no value is more than 1.6 % from the middle of its bin. Bins add up: of two periods, of
/// two processes.
class Histogram {
 public:
  /// The bin of a time; below 0 counts as 0. Grows with the time.
  static int bin_of(std::int64_t milliseconds);
  /// The middle of a bin, in milliseconds.
  static std::int64_t middle_of(int bin);

  /// A bin that bin_of does not give counts as the nearest that it gives.
  void add(int bin, std::int64_t count) {
    bins_[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))] += count;
    total_ += count;
  }
  std::int64_t total() const { return total_; }
  /// The least time that at least `percent` of a hundred of all are not above (nearest rank), 0 < percent <=
  /// 100. Nothing without any.
  std::optional<std::int64_t> percentile(int percent) const;

 private:
  /// All that bin_of gives. A place for each: a month of statistics adds up some ten thousand counts.
  static constexpr int kBins = 1888;
  std::array<std::int64_t, kBins> bins_{};
  std::int64_t total_ = 0;
};

}  // namespace assay::core
