#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay::analysis {

/// Where the lines of a text begin. Lines count from 1 and end with "\n" or "\r\n"; a text that ends with a
/// line end has no further empty line after it. Refers to the text, which must outlive it.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  /// The line of a byte offset; offsets at or beyond the end are on the last line.
  std::uint32_t line_of(std::size_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }
  /// Byte offset of the line's first byte; `line` is clamped to the text.
  std::size_t start_of(std::uint32_t line) const;
  /// The line without its line end.
  std::string_view line_text(std::uint32_t line) const;
  std::size_t longest_line() const { return longest_; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
  std::size_t longest_ = 0;
};

}  // namespace assay::analysis
