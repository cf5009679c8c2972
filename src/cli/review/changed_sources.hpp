#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/review/sources.hpp"
#include "core/unified_diff.hpp"

namespace assay::cli {

/// Which change is reviewed.
struct ChangeOptions {
  enum class What {
    working_tree,  ///< what differs from the last commit, or from `range` where that is one commit
    staged,        ///< what the next commit would hold
    range,         ///< between two commits: "A..B", "A...B"
    patch,         ///< a unified diff in a file, or "-" for standard input
  };
  What what = What::working_tree;
  std::string range;
  std::vector<std::string> paths;          ///< only changes below these; empty: below the current folder
  std::optional<core::Language> language;  ///< of all files; absent: detected
};

/// Reads the content of a path after the change.
using ReadAfter = std::function<base::Result<std::string>(const std::string& path)>;

/// The files that a change leaves behind, whole, each with the lines that it touched. Files that it removes
/// are left out.
class ChangedSources final : public Sources {
 public:
  /// Asks git for the change and its files. invalid_argument, or unavailable, with a sentence where that
  /// can't be had or is no diff. `patch` holds the text of the diff for What::patch; its files are read from
  /// the current folder: as they are after the change, or before it, and where they fit neither the lines
  /// that the patch shows are all that is known.
  static base::Result<std::unique_ptr<ChangedSources>> open(const ChangeOptions& options, std::string patch,
                                                            DetectLanguage detect);

  /// For tests: a diff and where its files are.
  static base::Result<std::unique_ptr<ChangedSources>> of_diff(std::string diff, ReadAfter read,
                                                               std::optional<core::Language> language,
                                                               DetectLanguage detect);

  std::optional<SourceFile> next() override;

 private:
  ChangedSources() = default;
  SourceFile load(const core::DiffFile& file);

  std::unique_ptr<const std::string> text_;  // what diff_ points into
  core::UnifiedDiff diff_;
  std::size_t next_ = 0;
  ReadAfter read_;
  std::optional<core::Language> language_;
  DetectLanguage detect_;
};

}  // namespace assay::cli
