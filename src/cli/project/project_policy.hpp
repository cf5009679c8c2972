#pragma once
#include <optional>
#include <string>

#include "cli/project/baseline.hpp"
#include "cli/project/project_file.hpp"
#include "review/finding_policy.hpp"

namespace assay::cli {

/// What `.assay.toml` and `--baseline` say about each finding.
class ProjectPolicy final : public review::FindingPolicy {
 public:
  /// `folder`: that of the project file, absolute, to see paths as the file does; `here`: the current one.
  ProjectPolicy(ProjectFile file, std::string folder, std::string here, std::optional<Baseline> baseline,
                std::string baseline_name);

  std::optional<Verdict> judge(core::Issue& issue) const override;
  const ProjectFile& file() const { return file_; }

 private:
  ProjectFile file_;
  std::string folder_;
  std::string here_;
  std::optional<Baseline> baseline_;
  std::string baseline_name_;
};

}  // namespace assay::cli
