#pragma once
#include <string_view>
#include <vector>

#include "analysis/linters/linter.hpp"

namespace assay::analysis {

/// Where in a tool's JSON a finding's parts are. Paths are names with dots between: "location.row".
struct FindingShape {
  std::string_view list = {};   ///< of the list of findings; empty: the document is the list
  std::string_view inner = {};  ///< where each item of the list has a list of findings of its own
  std::string_view code = "code";
  std::string_view code_prefix = {};  ///< before a code that is a number
  std::string_view message = "message";
  std::string_view line = "line";
  std::string_view end_line = {};
};

/// Items without a code or a line are passed over. invalid_argument for what is no such JSON.
base::Result<std::vector<LinterFinding>> read_findings(std::string_view json, const FindingShape& shape);

}  // namespace assay::analysis
