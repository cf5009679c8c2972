#pragma once
#include <memory>

#include "base/result.hpp"
#include "cli/services.hpp"

namespace assay::app {

/// The rules that the configuration puts in force, for `assay rules`.
base::Result<std::unique_ptr<cli::RuleBook>> open_rule_book(const cli::LoadedConfiguration& loaded);

}  // namespace assay::app
