#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace assay::llm {

/// Where a quote was found.
struct Placement {
  enum class How {
    claimed,     ///< verbatim, at the lines that the model named
    moved,       ///< verbatim, elsewhere
    whitespace,  ///< equal but for white space
    folded,    ///< equal but for quote marks, dashes and white space, or with an ellipsis for lines left out
    unplaced,  ///< not at all, or in two places that are equally likely
  };
  How how = How::unplaced;
  core::LineRange lines;  ///< where placed
  std::size_t begin = 0;  ///< the code meant: byte offsets into the code
  std::size_t end = 0;
  bool tie = false;  ///< unplaced because it stands in several places
  bool placed() const { return how != How::unplaced; }
};

std::string_view to_string(Placement::How how);

/// Finds quotes in one file. Time per quote is linear in the size of the code; looser searches prepare the
/// code once, when they are first needed. `code` outlives it. Not thread-safe.
class CodeIndex {
 public:
  explicit CodeIndex(std::string_view code);

  int line_count() const { return static_cast<int>(starts_.size()); }
  /// Line `number` (1-based) without its newline.
  std::string_view line(int number) const;
  std::string_view code() const { return code_; }

  /// In this order: verbatim in the claimed lines; verbatim elsewhere, the place nearest to the claim (two at
  /// the same distance are none; without a claim it must be the only one); the same without regard to white
  /// space; the same with quote marks and dashes made equal; the same with an ellipsis standing for what lies
  /// between. Where all of that fails, the other readings of the quote (quote_text.hpp).
  Placement place(std::string_view quote, std::optional<core::LineRange> claimed) const;

 private:
  // The code without its white space, and where each byte of that stands in the code.
  struct Squeezed {
    std::string text;
    std::vector<std::uint32_t> at;
  };
  struct Hit {
    std::size_t begin = 0;  // into the code
    std::size_t end = 0;
    int line = 0;
  };

  int line_of(std::size_t offset) const;
  const Squeezed& squeezed(bool fold) const;
  std::vector<Hit> find_verbatim(std::string_view quote, std::size_t from, std::size_t to) const;
  std::vector<Hit> find_squeezed(const Squeezed& text, std::string_view needle) const;
  std::vector<Hit> find_with_gaps(const Squeezed& text, std::string_view needle,
                                  std::optional<core::LineRange> claimed) const;
  std::size_t find_behind_gap(const Squeezed& text, std::string_view part, std::size_t from,
                              std::optional<int> end_line) const;
  bool is_whole_line(std::size_t begin, std::size_t end) const;
  Placement place_reading(std::string_view quote, std::optional<core::LineRange> claimed) const;
  std::optional<Hit> nearest(const std::vector<Hit>& hits, std::optional<core::LineRange> claimed) const;
  Placement placement(const Hit& hit, Placement::How how) const;

  std::string_view code_;
  std::vector<std::size_t> starts_;
  mutable std::optional<Squeezed> squeezed_;
  mutable std::optional<Squeezed> folded_;
};

}  // namespace assay::llm
