#include "cli/configuration_flags.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/config/setting.hpp"

namespace assay::cli {
namespace {

const char* const kGroup = "Settings";

}  // namespace

void ConfigurationFlags::add_to(CLI::App& command, const std::vector<std::string_view>& keys) {
  command.add_option("--config", file_, "configuration file (default: assay.toml here, if there is one)")
      ->type_name("FILE")
      ->group(kGroup);
  command.add_option("--set", assignments_, "any setting, see `assay config`; may be given again")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->group(kGroup);
  for (const auto& setting : all_settings()) {
    const bool chosen = keys.empty() || std::ranges::find(keys, setting.key) != keys.end();
    if (setting.flag.empty() || !chosen) continue;
    add_flag(command, "--" + setting.flag, setting);
  }
}

void ConfigurationFlags::add_as(CLI::App& command, const std::string& flag, const std::string& key) {
  add_flag(command, "--" + flag, *find_setting(key));
}

void ConfigurationFlags::add_flag(CLI::App& command, const std::string& flag, const Setting& setting) {
  const auto take = [this, key = setting.key, flag](const std::string& text) {
    values_.push_back({key, flag, text});
  };
  if (setting.kind == ValueKind::boolean) {
    command.add_flag_callback(flag, [take] { take("true"); }, setting.help)->group(kGroup);
  } else {
    command.add_option_function<std::string>(flag, take, setting.help)->type_name("VALUE")->group(kGroup);
  }
}

tl::expected<LoadedConfiguration, ConfigurationErrors> ConfigurationFlags::try_load(
    const Environment& environment) const {
  auto flags = values_;
  for (const auto& assignment : assignments_) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos) {
      return tl::unexpected(
          ConfigurationErrors{"--set " + assignment + " must be KEY=VALUE, such as --set log.level=debug"});
    }
    flags.push_back({assignment.substr(0, equals), "--set", assignment.substr(equals + 1)});
  }
  return load_configuration(environment, file_, flags);
}

std::optional<LoadedConfiguration> ConfigurationFlags::load(const CommandLine& line) const {
  auto loaded = try_load(line.environment);
  if (!loaded) {
    for (const auto& problem : loaded.error()) line.complain(problem);
    return std::nullopt;
  }
  for (const auto& warning : loaded->warnings) line.streams.err.write("assay: warning: " + warning + "\n");
  return std::move(*loaded);
}

}  // namespace assay::cli
