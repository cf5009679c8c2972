#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text of others made fit for a terminal.
namespace assay::report {

/// Control characters, escape sequences, invisible and direction-changing characters, and ill-formed UTF-8
/// become U+FFFD: text under review must not steer the terminal or hide from the reader. Tabs become
/// `kTabColumns` blanks; a line end stays where `keep_lines`, else it is a blank.
enum class LineEnds : bool { blank, keep };
std::string printable(std::string_view text, LineEnds ends = LineEnds::blank);

inline constexpr int kTabColumns = 4;

/// Columns that `text` (printable, one line) takes: 2 for wide East Asian characters and emoji, 0 for
/// combining marks.
int display_width(std::string_view text);

/// Bytes of the longest front of `text` that takes at most `columns`.
std::size_t prefix_for_columns(std::string_view text, int columns);

/// Breaks at blanks to lines of at most `columns`; words longer than that are cut. Lines of the text are
/// kept; at least one line.
std::vector<std::string> wrap(std::string_view text, int columns);

}  // namespace assay::report
