#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/config/load.hpp"

namespace assay::cli {

/// The flags of settings that a command takes: --config, --set KEY=VALUE, and one for each of the keys given.
class ConfigurationFlags {
 public:
  /// `keys` empty: every setting that has a flag.
  void add_to(CLI::App& command, const std::vector<std::string_view>& keys);
  /// Loads everything; tells warnings and errors on standard error. Nothing: exit with kExitUsage.
  std::optional<LoadedConfiguration> load(const CommandLine& line) const;
  /// The same without a word.
  tl::expected<LoadedConfiguration, ConfigurationErrors> try_load(const Environment& environment) const;

 private:
  std::string file_;
  std::vector<std::string> assignments_;
  std::vector<FlagValue> values_;
};

}  // namespace assay::cli
