#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cli/files/ignore_rules.hpp"
#include "core/issue.hpp"

namespace assay::cli {

/// `.assay.toml`: what a project wants to hear about its own code. Rules are named by id, or by the beginning
/// of one and "*"; where several entries fit, the longest name decides, and an entry for a path wins over one
/// for all.
///
///     exclude = ["vendor/", "*.min.js"]     # found files that are not reviewed, as in .gitignore
///     [rules]
///     "py.float-equality" = "off"           # off, on, or the severity it is to have: low, med, high
///     "go.*" = "low"
///     [paths."tests/"]                      # the same for some files, by a pattern as in .gitignore
///     "common.secret" = "off"
class ProjectFile {
 public:
  ProjectFile() = default;
  /// invalid_argument with "NAME:LINE: what is wrong". `name` stands in messages and notes.
  static base::Result<ProjectFile> parse(std::string_view text, std::string name);

  struct Verdict {
    bool off = false;
    std::optional<core::Severity> severity;  ///< instead of the rule's
    std::string note;                        ///< which entry said so, where one did
  };
  /// `path` is relative to the folder of the file, without a leading slash or "./".
  Verdict judge(std::string_view rule_id, std::string_view path) const;

  const std::vector<std::string>& exclude() const { return exclude_; }
  /// Names with "on" or a severity, for all paths or some: rules that are off unless asked for.
  std::vector<std::string> asked_for() const;
  bool empty() const { return exclude_.empty() && sections_.empty(); }

 private:
  struct Entry {
    std::string rule;
    bool off = false;
    bool on = false;
    std::optional<core::Severity> severity;
    std::string note;
  };
  struct Section {
    IgnoreRules paths;
    bool everywhere = false;
    std::vector<Entry> entries;
  };
  static const Entry* longest(const std::vector<Entry>& entries, std::string_view rule_id);

  std::vector<std::string> exclude_;
  std::vector<Section> sections_;  ///< the one for everywhere first, then paths in the order of the file
};

}  // namespace assay::cli
