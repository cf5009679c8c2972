#include "analysis/backtracking/atoms.hpp"

#include <algorithm>
#include <string_view>

namespace assay::analysis::backtracking {

Atoms::Atoms(const Pattern& pattern) : starts_{0} {
  cut(word_characters());
  collect(pattern);
  std::sort(starts_.begin(), starts_.end());
  starts_.erase(std::unique(starts_.begin(), starts_.end()), starts_.end());
}

void Atoms::cut(const CharSet& set) {
  for (const auto& [first, last] : set.ranges()) {
    starts_.push_back(first);
    if (last < kLastChar) starts_.push_back(last + 1);
  }
}

void Atoms::collect(const Pattern& pattern) {
  if (pattern.kind == Pattern::Kind::set) cut(pattern.set);
  for (const Pattern& child : pattern.children) collect(child);
}

AtomSet Atoms::of(const CharSet& set) const {
  AtomSet atoms;
  for (std::size_t i = 0; i < counted(); ++i) atoms[i] = set.contains(starts_[i]);
  return atoms;
}

AtomSet Atoms::all() const {
  AtomSet atoms;
  for (std::size_t i = 0; i < counted(); ++i) atoms.set(i);
  return atoms;
}

std::vector<std::uint32_t> Atoms::samples() const {
  static constexpr std::string_view kReadable =
      "a0 AbcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ123456789_-.,;:/@!#=+*&%?|<>()[]{}'\"\\^$~`";
  std::vector<std::uint32_t> samples = starts_;
  std::vector<bool> chosen(starts_.size(), false);
  for (const char c : kReadable) {
    const auto above = std::upper_bound(starts_.begin(), starts_.end(), static_cast<std::uint32_t>(c));
    const auto atom = static_cast<std::size_t>(above - starts_.begin()) - 1;
    if (!chosen[atom]) samples[atom] = static_cast<std::uint32_t>(c);
    chosen[atom] = true;
  }
  return samples;
}

}  // namespace assay::analysis::backtracking
