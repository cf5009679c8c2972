#include "analysis/backtracking/char_set.hpp"

#include <algorithm>

namespace assay::analysis::backtracking {

CharSet::CharSet(std::initializer_list<Range> ranges) {
  for (const auto& [first, last] : ranges) add(first, last);
}

void CharSet::add(std::uint32_t first, std::uint32_t last) {
  auto at = ranges_.begin();
  while (at != ranges_.end() && at->second + 1 < first) ++at;
  auto end = at;
  for (; end != ranges_.end() && end->first <= last + 1; ++end) {
    first = std::min(first, end->first);
    last = std::max(last, end->second);
  }
  at = ranges_.erase(at, end);
  ranges_.insert(at, {first, last});
}

void CharSet::add(const CharSet& other) {
  for (const auto& [first, last] : other.ranges_) add(first, last);
}

void CharSet::intersect(const CharSet& other) {
  std::vector<Range> both;
  for (const auto& [first, last] : ranges_) {
    for (const auto& [low, high] : other.ranges_) {
      const std::uint32_t begin = std::max(first, low);
      const std::uint32_t end = std::min(last, high);
      if (begin <= end) both.emplace_back(begin, end);
    }
  }
  ranges_ = std::move(both);
}

CharSet CharSet::complement() const {
  CharSet rest;
  std::uint32_t next = 0;
  for (const auto& [first, last] : ranges_) {
    if (first > next) rest.ranges_.emplace_back(next, first - 1);
    next = last + 1;
  }
  if (next <= kLastChar) rest.ranges_.emplace_back(next, kLastChar);
  return rest;
}

CharSet CharSet::folded() const {
  CharSet out = *this;
  const auto shifted = [&](Range letters, std::uint32_t to) {
    for (const auto& [first, last] : ranges_) {
      const std::uint32_t begin = std::max(first, letters.first);
      const std::uint32_t end = std::min(last, letters.second);
      if (begin <= end) out.add(begin - letters.first + to, end - letters.first + to);
    }
  };
  shifted({'a', 'z'}, 'A');
  shifted({'A', 'Z'}, 'a');
  return out;
}

bool CharSet::contains(std::uint32_t c) const {
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [c](const Range& r) { return r.first <= c && c <= r.second; });
}

}  // namespace assay::analysis::backtracking
