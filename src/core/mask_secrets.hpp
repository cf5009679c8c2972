#pragma once
#include <span>
#include <string>

#include "core/issue.hpp"

namespace assay::core {

/// `text` with every secret in it replaced by as many bytes of REDACTED; lines stay. Of a secret of several
/// lines each line that tells anything is replaced on its own.
std::string mask_secrets(std::string text, std::span<const std::string> secrets);
/// The same for every text of an issue. A suggestion that would write a placeholder over a secret is dropped.
void mask_secrets(Issue& issue, std::span<const std::string> secrets);

}  // namespace assay::core
