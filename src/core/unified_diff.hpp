#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/issue.hpp"

namespace assay::core {

/// One line of a hunk: `kind` is ' ' (in both), '-' (only before) or '+' (only after); the text without its
/// line end.
struct DiffLine {
  char kind = ' ';
  std::string_view text;
  bool no_newline = false;  ///< "\ No newline at end of file" follows
};

/// Line numbers are 1-based; a side without lines has the number of the line before it (0: at the top).
struct DiffHunk {
  int old_start = 0;
  int old_count = 0;
  int new_start = 0;
  int new_count = 0;
  std::vector<DiffLine> lines;
  int at = 0;  ///< line of its header in the diff
};

/// A file in a diff. A path is empty where the file does not exist on that side.
struct DiffFile {
  std::string old_path;
  std::string new_path;
  std::vector<DiffHunk> hunks;  ///< ascending, apart
  int at = 0;                   ///< line of its "---" in the diff
};

struct UnifiedDiff {
  std::vector<DiffFile> files;
};

/// Reads the unified format (POSIX diff -u) with what git adds: "a/" and "b/" before the paths, quoted paths,
/// renames, binary files, text between files. Files without a hunk (a mode, a rename, binary ones) are left
/// out. CRs at the end of a line are removed. The result points into `text`. invalid_argument with the
/// field "diff" and the number of the line for what does not fit together: a hunk outside a file, counts that
/// its lines do not have, hunks that overlap, a combined diff (@@@), or no file at all.
base::Result<UnifiedDiff> parse_unified_diff(std::string_view text);

/// The code after the change, from that before it. invalid_argument with the field "diff" and the number of
/// the line of the diff that does not fit `before`.
base::Result<std::string> apply_diff(const DiffFile& file, std::string_view before);
/// Whether `after` is what the change gives; the same errors.
base::Result<void> check_applied(const DiffFile& file, std::string_view after);
/// The code after the change as far as the diff shows it: all other lines are blank. invalid_argument where
/// it would have more than `max_bytes`.
base::Result<std::string> shown_lines(const DiffFile& file, std::size_t max_bytes);

/// Lines of the new file that the diff shows.
std::vector<LineRange> known_lines(const DiffFile& file);
/// Lines of the new file that it changes: the added ones, and where lines are only taken away the two beside
/// the gap.
std::vector<LineRange> changed_lines(const DiffFile& file);

}  // namespace assay::core
