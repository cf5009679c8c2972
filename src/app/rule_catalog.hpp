#pragma once
#include <mutex>

#include "cli/config/loaded_configuration.hpp"
#include "core/ports/rule_catalog.hpp"

namespace assay::app {

/// The rules in force, for /api/rules. Read when they are asked for first, because most servers are never
/// asked and all want to start fast.
class ServerRuleCatalog final : public core::RuleCatalog {
 public:
  /// `loaded` outlives it.
  explicit ServerRuleCatalog(const cli::LoadedConfiguration& loaded) : loaded_(loaded) {}
  const std::vector<core::RuleInfo>& rules() const override;

 private:
  const cli::LoadedConfiguration& loaded_;
  mutable std::once_flag read_;
  mutable std::vector<core::RuleInfo> rules_;
};

}  // namespace assay::app
