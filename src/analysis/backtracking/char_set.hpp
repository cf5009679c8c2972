#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace assay::analysis::backtracking {

inline constexpr std::uint32_t kLastChar = 0x10FFFF;

/// A set of code points: ranges, both ends included, sorted and apart from each other.
class CharSet {
 public:
  using Range = std::pair<std::uint32_t, std::uint32_t>;

  CharSet() = default;
  CharSet(std::initializer_list<Range> ranges);
  static CharSet all() { return {{0, kLastChar}}; }

  /// `first` may not be above `last`.
  void add(std::uint32_t first, std::uint32_t last);
  void add(const CharSet& other);
  void intersect(const CharSet& other);
  CharSet complement() const;
  /// With the other case of each of its ASCII letters.
  CharSet folded() const;

  bool empty() const { return ranges_.empty(); }
  bool contains(std::uint32_t c) const;
  const std::vector<Range>& ranges() const { return ranges_; }
  bool operator==(const CharSet&) const = default;

 private:
  std::vector<Range> ranges_;
};

}  // namespace assay::analysis::backtracking
