#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/config/load.hpp"

namespace assay::cli {

struct Setting;

/// The flags of settings that a command takes: --config, --set KEY=VALUE, and one for each of the keys given.
class ConfigurationFlags {
 public:
  /// `keys` empty: every setting that has a flag.
  void add_to(CLI::App& command, const std::vector<std::string_view>& keys);
  /// One more flag, of this command alone: `flag`, without dashes, sets `key`.
  void add_as(CLI::App& command, const std::string& flag, const std::string& key);
  /// Loads everything; tells warnings and errors on standard error. Nothing: exit with kExitUsage.
  std::optional<LoadedConfiguration> load(const CommandLine& line) const;
  /// The same without a word.
  tl::expected<LoadedConfiguration, ConfigurationErrors> try_load(const Environment& environment) const;

 private:
  void add_flag(CLI::App& command, const std::string& flag, const Setting& setting);

  std::string file_;
  std::vector<std::string> assignments_;
  std::vector<FlagValue> values_;
};

}  // namespace assay::cli
