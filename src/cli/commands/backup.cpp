#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/configuration_flags.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay backup /backups/assay.db
  assay backup --data /var/lib/assay "/backups/assay-$(date +%F).db"

A server may go on running. The file is one SQLite database with everything in it: code, reviews, keys. It appears
whole or not at all. `assay restore` puts it back.)";

int backup(const ConfigurationFlags& flags, const std::string& file, const CommandLine& line) {
  const auto loaded = flags.load(line);
  if (!loaded) return kExitUsage;
  const auto done = line.services.backup(*loaded, file);
  if (!done) {
    line.complain(done.error().message);
    return kExitFailed;
  }
  line.streams.out.write(*done + "\n");
  return kExitOk;
}

}  // namespace

void add_backup(CLI::App& app, CommandLine& line) {
  struct Chosen {
    ConfigurationFlags flags;
    std::string file;
  };
  auto* command = app.add_subcommand("backup", "copies the database into a file, also while a server runs");
  command->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  command->add_option("FILE", chosen->file, "the file to write; an older one is replaced")->required();
  chosen->flags.add_to(*command, {"data"});
  command->callback([&line, chosen] {
    line.action = [&line, chosen] { return backup(chosen->flags, chosen->file, line); };
  });
}

}  // namespace assay::cli
