#include "core/line_blocks.hpp"

#include <algorithm>
#include <functional>

namespace assay::core {
namespace {

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\f\v";
  const auto first = line.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

LineBlocks::LineBlocks(std::string_view code) {
  for (int number = 1; !code.empty(); ++number) {
    const auto end = code.find('\n');
    const auto line = trimmed(code.substr(0, end));
    if (!line.empty()) {
      const std::uint64_t hash = std::hash<std::string_view>{}(line);
      places_[hash].push_back(hashes_.size());
      hashes_.push_back(hash);
      numbers_.push_back(number);
    }
    if (end == std::string_view::npos) break;
    code.remove_prefix(end + 1);
  }
}

std::vector<std::uint64_t> LineBlocks::block(LineRange lines) const {
  const auto first = std::ranges::lower_bound(numbers_, lines.start);
  const auto last = std::ranges::upper_bound(numbers_, lines.end);
  if (first >= last) return {};
  return {hashes_.begin() + (first - numbers_.begin()), hashes_.begin() + (last - numbers_.begin())};
}

bool LineBlocks::contains(const std::vector<std::uint64_t>& block) const {
  constexpr std::size_t kMostPlaces = 256;
  if (block.empty()) return true;
  // The rarest line has the fewest places to look at.
  const std::vector<std::size_t>* rarest = nullptr;
  std::size_t offset = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const auto found = places_.find(block[i]);
    if (found == places_.end()) return false;
    if (rarest == nullptr || found->second.size() < rarest->size()) {
      rarest = &found->second;
      offset = i;
    }
  }
  const auto looked_at = std::min(rarest->size(), kMostPlaces);
  for (std::size_t i = 0; i < looked_at; ++i) {
    const auto place = (*rarest)[i];
    if (place < offset || place - offset + block.size() > hashes_.size()) continue;
    const auto start = hashes_.begin() + static_cast<std::ptrdiff_t>(place - offset);
    if (std::equal(block.begin(), block.end(), start)) return true;
  }
  return false;
}

}  // namespace assay::core
