#pragma once
#include <functional>
#include <string>

#include "cli/command_line.hpp"
#include "cli/configuration_flags.hpp"

namespace assay::cli {

/// What the commands that run until they are stopped have in common: loads the configuration, says why it
/// can't be run with (`refusal`; empty where it can), sets the log up, runs `start`. Gives the exit code.
int run_service(
    const ConfigurationFlags& flags, const CommandLine& line,
    std::string (*refusal)(const LoadedConfiguration& loaded),
    const std::function<base::Result<void>(const LoadedConfiguration& loaded, Output& out)>& start);

}  // namespace assay::cli
