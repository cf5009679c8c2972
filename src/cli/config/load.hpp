#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cli/config/loaded_configuration.hpp"
#include "cli/environment.hpp"

namespace assay::cli {

/// A value from the command line: `--listen X` or `--set listen=X`.
struct FlagValue {
  std::string key;   ///< of the setting
  std::string name;  ///< as the user wrote it: "--listen", "--set"
  std::string text;
};

/// Every problem is one sentence that names the setting, where its value came from, and what is allowed; a
/// secret is never part of it.
using ConfigurationErrors = std::vector<std::string>;

/// Reads all sources: defaults < TOML file < environment < flags. The file is `file_flag`, else the variable
/// ASSAY_CONFIG, else assay.toml in the current folder where that exists. All problems are reported at once.
tl::expected<LoadedConfiguration, ConfigurationErrors> load_configuration(
    const Environment& environment, std::string_view file_flag, const std::vector<FlagValue>& flags);

}  // namespace assay::cli
