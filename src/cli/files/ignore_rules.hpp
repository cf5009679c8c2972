#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/files/glob.hpp"

namespace assay::cli {

enum class EntryKind : bool { file, folder };

/// One line of an ignore file in the language of gitignore(5).
struct IgnorePattern {
  Glob glob;
  bool negated = false;
  bool folders_only = false;
  bool whole_path = false;  ///< else it matches the last component alone, at any depth
};

/// Nothing for an empty line and a comment.
std::optional<IgnorePattern> parse_ignore_line(std::string_view line);

/// All lines of one ignore file.
class IgnoreRules {
 public:
  IgnoreRules() = default;
  explicit IgnoreRules(std::string_view text);

  enum class Verdict : char { none, ignored, kept };
  /// `path` is relative to the folder of the file, without a leading slash. The last pattern that matches
  /// decides. Whether a folder above is ignored is for the caller to know: a pattern can't bring back what
  /// lies inside one.
  Verdict judge(std::string_view path, EntryKind kind) const;
  bool empty() const { return patterns_.empty(); }

 private:
  std::vector<IgnorePattern> patterns_;
};

}  // namespace assay::cli
