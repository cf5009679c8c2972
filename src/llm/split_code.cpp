#include "llm/split_code.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace assay::llm {
namespace {

using Lines = std::span<const std::string_view>;
using Kind = core::OutlineItem::Kind;

// "  12| " and the newline; wide enough for seven digits.
constexpr std::size_t kNumberBytes = 10;
constexpr int kLeastLinesToHalve = 8;

// How good it is to begin a part with a line.
constexpr int kOuterItem = 100;
constexpr int kInsideFunction = -10;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// Belongs to the declaration that follows.
bool leads_on(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return false;
  line.remove_prefix(first);
  for (const std::string_view mark : {"//", "#", "/*", "*", "@", "\"\"\"", "--", "template", "[["}) {
    if (line.starts_with(mark)) return true;
  }
  return false;
}

int quality_of_text(Lines lines, std::size_t index) {
  const auto line = lines[index];
  const bool margin = !is_blank(line) && line[0] != ' ' && line[0] != '\t' && line[0] != '}' &&
                      line[0] != ')' && line[0] != ']';
  const bool after_blank = is_blank(lines[index - 1]);
  if (margin && after_blank) return 3;
  if (after_blank) return 2;
  return margin ? 1 : 0;
}

/// Where code may be cut, better places with a larger number.
class Cuts {
 public:
  Cuts(Lines lines, const core::CodeOutline& outline) : lines_(lines), items_(lines.size(), 0) {
    std::vector<const core::OutlineItem*> open;
    for (const auto& item : outline) {
      if (item.kind == Kind::import || item.lines.start < 1 ||
          item.lines.end > static_cast<int>(lines.size()))
        continue;
      while (!open.empty() && open.back()->lines.end < item.lines.start) open.pop_back();
      const bool inside_function = std::any_of(
          open.begin(), open.end(), [](const auto* outer) { return outer->kind == Kind::function; });
      if (!inside_function) {
        if (item.kind == Kind::function) {
          for (int number = item.lines.start + 1; number <= item.lines.end; ++number)
            at(number) = kInsideFunction;
        }
        int first = item.lines.start;
        while (first > 1 && leads_on(lines[static_cast<std::size_t>(first - 2)])) --first;
        for (int number = first + 1; number <= item.lines.start; ++number) at(number) = kInsideFunction;
        at(first) = std::max(kOuterItem - static_cast<int>(open.size()), 10);
      }
      open.push_back(&item);
    }
  }

  /// Of beginning a part with the line at `index` (0-based, above 0).
  int quality(std::size_t index) const { return items_[index] + quality_of_text(lines_, index); }

 private:
  std::int16_t& at(int number) { return items_[static_cast<std::size_t>(number - 1)]; }

  Lines lines_;
  std::vector<std::int16_t> items_;
};

}  // namespace

std::size_t numbered_size(std::string_view line) { return line.size() + kNumberBytes; }

std::vector<core::LineRange> split_code(Lines lines, std::size_t budget, const core::CodeOutline& outline) {
  std::vector<core::LineRange> parts;
  budget = std::max<std::size_t>(budget, kNumberBytes + 1);
  const Cuts cuts(lines, outline);
  std::size_t start = 0;
  while (start < lines.size()) {
    std::size_t bytes = 0;
    std::size_t end = start;
    std::size_t third = start;
    while (end < lines.size() && bytes + std::min(numbered_size(lines[end]), budget) <= budget) {
      bytes += std::min(numbered_size(lines[end]), budget);
      ++end;
      if (bytes <= budget / 3) third = end;
    }
    auto cut = end;
    if (end < lines.size()) {
      int best = kInsideFunction - 1;
      for (auto candidate = end; candidate > std::max(third, start); --candidate) {
        if (const int quality = cuts.quality(candidate); quality > best) {
          best = quality;
          cut = candidate;
        }
      }
    }
    parts.push_back({static_cast<int>(start) + 1, static_cast<int>(cut)});
    start = cut;
  }
  return parts;
}

std::optional<std::pair<core::LineRange, core::LineRange>> halve(Lines lines, core::LineRange part,
                                                                 const core::CodeOutline& outline) {
  const int count = part.end - part.start + 1;
  if (count < kLeastLinesToHalve) return std::nullopt;
  const Cuts cuts(lines, outline);
  const int middle = part.start + count / 2;
  int cut = middle;
  int best = kInsideFunction - 1;
  // The middle half, from its middle outwards: of equals the nearest one.
  for (int away = 0; away <= count / 4; ++away) {
    for (const int candidate : {middle - away, middle + away}) {
      const int quality = cuts.quality(static_cast<std::size_t>(candidate - 1));
      if (quality <= best) continue;
      best = quality;
      cut = candidate;
    }
  }
  return std::pair{core::LineRange{part.start, cut - 1}, core::LineRange{cut, part.end}};
}

}  // namespace assay::llm
