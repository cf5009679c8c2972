#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/json_writer.hpp"
#include "cli/commands/commands.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay version
  assay version --json)";

void print_text(const BuildInfo& build, Output& out) {
  auto text = "assay " + build.version;
  if (!build.revision.empty()) text += " (" + build.revision + ")";
  text += "\nbuilt with " + build.compiler + ", " + build.type + "\n";
  std::size_t names = 0;
  for (const auto& library : build.libraries) names = std::max(names, library.name.size());
  for (const auto& library : build.libraries) {
    text += "  " + library.name + std::string(names - library.name.size() + 2, ' ') + library.version + "\n";
  }
  out.write(text);
}

void print_json(const BuildInfo& build, Output& out) {
  std::string text;
  base::JsonWriter json{text};
  json.begin_object().field("version", build.version).field("revision", build.revision);
  json.field("compiler", build.compiler).field("build_type", build.type).key("libraries").begin_object();
  for (const auto& library : build.libraries) json.field(library.name, library.version);
  json.end_object().end_object();
  out.write(text + "\n");
}

}  // namespace

void add_version(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("version", "version, build, libraries");
  command->footer(kExamples);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "for programs");
  command->callback([&line, json] {
    line.action = [&line, json] {
      (*json ? print_json : print_text)(line.services.build, line.streams.out);
      return kExitOk;
    };
  });
}

}  // namespace assay::cli
