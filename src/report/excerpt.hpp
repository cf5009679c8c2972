#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace assay::report {

/// The lines of `text` without their ends; one empty line for empty text. Views into `text`.
std::vector<std::string_view> split_lines(std::string_view text);

struct ExcerptLine {
  int number = 0;         ///< 0: lines left out here; `text` says how many
  std::string text;       ///< printable, cut to the columns given
  std::string underline;  ///< blanks and ^ below `text`; empty where a whole line is meant
};

/// The code of `lines` for people. One line: with what `quote` means underlined, and shifted so that it is in
/// view. More lines: the first and the last few. Lines that do not exist are left out.
std::vector<ExcerptLine> make_excerpt(const std::vector<std::string_view>& code, core::LineRange lines,
                                      std::string_view quote, int columns);

}  // namespace assay::report
