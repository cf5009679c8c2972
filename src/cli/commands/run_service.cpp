#include "cli/commands/run_service.hpp"

namespace assay::cli {

int run_service(
    const ConfigurationFlags& flags, const CommandLine& line,
    std::string (*refusal)(const LoadedConfiguration& loaded),
    const std::function<base::Result<void>(const LoadedConfiguration& loaded, Output& out)>& start) {
  const auto loaded = flags.load(line);
  if (!loaded) return kExitUsage;
  if (const auto why_not = refusal(*loaded); !why_not.empty()) {
    line.complain(why_not);
    return kExitUsage;
  }
  base::log::configure(loaded->values.log.level, loaded->values.log.format);
  if (const auto ended = start(*loaded, line.streams.out); !ended) {
    line.complain(ended.error().message);
    return kExitFailed;
  }
  return kExitOk;
}

}  // namespace assay::cli
