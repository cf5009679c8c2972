#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/configuration_flags.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay restore /backups/assay.db
  assay restore --data /var/lib/assay --replace /backups/assay.db

The backup is checked first. No server may hold the data folder.)";

struct Chosen {
  ConfigurationFlags flags;
  std::string file;
  bool replace = false;
};

int restore(const Chosen& chosen, const CommandLine& line) {
  const auto loaded = chosen.flags.load(line);
  if (!loaded) return kExitUsage;
  const auto done = line.services.restore(*loaded, chosen.file, chosen.replace);
  if (!done) {
    line.complain(done.error().message);
    return kExitFailed;
  }
  line.streams.out.write(*done + "\n");
  return kExitOk;
}

}  // namespace

void add_restore(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("restore", "puts a backup into the data folder");
  command->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  command->add_option("FILE", chosen->file, "what `assay backup` wrote")->required();
  command->add_flag("--replace", chosen->replace, "take the place of the database that is there");
  chosen->flags.add_to(*command, {"data"});
  command->callback([&line, chosen] { line.action = [&line, chosen] { return restore(*chosen, line); }; });
}

}  // namespace assay::cli
