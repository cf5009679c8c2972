#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace assay::cli {

/// Runs `git ARGUMENTS` in the current folder and gives what it wrote to standard output, at most `most`
/// bytes. It takes no locks, asks nothing, and starts no pager. `unavailable` where there is no git;
/// `invalid_argument` with git's own words where it ended with an error, and where it wrote more than `most`.
/// Blocks until git ends.
base::Result<std::string> run_git(std::vector<std::string> arguments, std::size_t most);

}  // namespace assay::cli
