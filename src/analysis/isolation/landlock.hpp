#pragma once
#include <string>
#include <vector>

namespace assay::analysis {

/// The kernel can confine a process to some folders without root (Linux 5.13).
bool has_landlock();

/// From now on this process and its children read and run only what lies in the system's folders, `readable`
/// and `own`, and write only below `own`. Returns why that could not be set up; empty in good order.
std::string restrict_files(const std::string& own, const std::vector<std::string>& readable);

}  // namespace assay::analysis
