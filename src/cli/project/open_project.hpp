#pragma once
#include <memory>
#include <string>

#include "base/result.hpp"
#include "cli/environment.hpp"
#include "cli/project/project_policy.hpp"

namespace assay::cli {

struct ProjectPlace {
  std::string first_path;  ///< what is reviewed, its first; empty or "-": the current folder
  std::string baseline;    ///< a baseline file; empty for none
};

/// What the project around the path says about findings. Its `.assay.toml` is the nearest one of the path's
/// folder or a folder above; it looks no further up than a folder with `.git`, so that a file in somebody's
/// home says nothing about a project below. Never null. An error: one of the files is wrong, or the baseline
/// is not there.
base::Result<std::unique_ptr<ProjectPolicy>> open_project(const ProjectPlace& place,
                                                          const Environment& environment);

}  // namespace assay::cli
