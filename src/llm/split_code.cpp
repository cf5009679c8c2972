#include "llm/split_code.hpp"

#include <algorithm>

namespace assay::llm {
namespace {

// "  12| " and the newline; wide enough for seven digits.
constexpr std::size_t kNumberBytes = 10;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// How good it is to begin a part with line `index`.
int cut_quality(const std::vector<std::string_view>& lines, std::size_t index) {
  const auto line = lines[index];
  const bool margin = !is_blank(line) && line[0] != ' ' && line[0] != '\t' && line[0] != '}' &&
                      line[0] != ')' && line[0] != ']';
  const bool after_blank = is_blank(lines[index - 1]);
  if (margin && after_blank) return 3;
  if (after_blank) return 2;
  return margin ? 1 : 0;
}

}  // namespace

std::size_t numbered_size(std::string_view line) { return line.size() + kNumberBytes; }

CodeParts split_code(const std::vector<std::string_view>& lines, std::size_t budget) {
  CodeParts result;
  budget = std::max<std::size_t>(budget, kNumberBytes + 1);
  std::size_t start = 0;
  while (start < lines.size()) {
    std::size_t bytes = 0;
    std::size_t end = start;
    std::size_t half = start;
    while (end < lines.size() && bytes + std::min(numbered_size(lines[end]), budget) <= budget) {
      if (numbered_size(lines[end]) > budget) {
        const int number = static_cast<int>(end) + 1;
        result.clipped.push_back({number, number});
      }
      bytes += std::min(numbered_size(lines[end]), budget);
      ++end;
      if (bytes <= budget / 2) half = end;
    }
    auto cut = end;
    if (end < lines.size()) {
      int best = -1;
      for (auto candidate = end; candidate > std::max(half, start); --candidate) {
        if (const int quality = cut_quality(lines, candidate); quality > best) {
          best = quality;
          cut = candidate;
        }
      }
    }
    result.parts.push_back({static_cast<int>(start) + 1, static_cast<int>(cut)});
    std::erase_if(result.clipped, [&](const auto& range) { return range.start > static_cast<int>(cut); });
    start = cut;
  }
  return result;
}

}  // namespace assay::llm
