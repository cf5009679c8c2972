#include "analysis/syntax/lines.hpp"

#include <algorithm>

namespace assay::analysis {

LineIndex::LineIndex(std::string_view text) : text_(text) {
  starts_.push_back(0);
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') continue;
    longest_ = std::max(longest_, i - start);
    start = i + 1;
    if (start < text.size()) starts_.push_back(static_cast<std::uint32_t>(start));
  }
  if (start < text.size()) longest_ = std::max(longest_, text.size() - start);
}

std::uint32_t LineIndex::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::uint32_t>(after - starts_.begin());
}

std::size_t LineIndex::start_of(std::uint32_t line) const {
  const std::size_t index = std::clamp<std::size_t>(line, 1, starts_.size()) - 1;
  return starts_[index];
}

std::string_view LineIndex::line_text(std::uint32_t line) const {
  if (line < 1 || line > line_count()) return {};
  const std::size_t begin = starts_[line - 1];
  const std::size_t end = line < line_count() ? starts_[line] : text_.size();
  std::string_view found = text_.substr(begin, end - begin);
  while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) found.remove_suffix(1);
  return found;
}

}  // namespace assay::analysis
