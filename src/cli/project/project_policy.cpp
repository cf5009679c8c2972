#include "cli/project/project_policy.hpp"

#include <filesystem>

namespace assay::cli {

namespace fs = std::filesystem;

ProjectPolicy::ProjectPolicy(ProjectFile file, std::string folder, std::string here,
                             std::optional<Baseline> baseline, std::string baseline_name)
    : file_(std::move(file)),
      folder_(std::move(folder)),
      here_(std::move(here)),
      baseline_(std::move(baseline)),
      baseline_name_(std::move(baseline_name)) {}

std::optional<ProjectPolicy::Verdict> ProjectPolicy::judge(core::Issue& issue) const {
  if (!file_.empty()) {
    // Paths of a report are seen from the current folder, those of the file from its own.
    const fs::path absolute = (fs::path(here_) / issue.path).lexically_normal();
    const auto verdict = file_.judge(issue.rule_id, absolute.lexically_relative(folder_).generic_string());
    if (verdict.off) return Verdict{core::FilterReason::suppressed, verdict.note};
    if (verdict.severity) issue.severity = *verdict.severity;
  }
  if (baseline_ && baseline_->knows(issue))
    return Verdict{core::FilterReason::suppressed, "known in " + baseline_name_};
  return std::nullopt;
}

}  // namespace assay::cli
