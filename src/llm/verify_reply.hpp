#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::llm {

/// What the second pass says of one finding.
struct FindingVerdict {
  int number = 0;  ///< F3 is 3
  bool confirmed = false;
  std::string reason;
};

/// Reads the complete answer of the second pass: strict JSON first, then the first object in it that has
/// verdicts, repaired where needed. corrupt: there is none.
base::Result<std::vector<FindingVerdict>> read_verify_reply(std::string_view content);

}  // namespace assay::llm
