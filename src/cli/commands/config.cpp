#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/json_writer.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/derived.hpp"
#include "cli/config/setting.hpp"
#include "cli/configuration_flags.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay config                         every setting, its value, and where that came from
  assay config --json                  the same for programs, with names and meaning
  assay config --set http.threads=4    what would be in force with this flag

Secrets are never shown.)";

std::string where(const Origin& origin) {
  if (origin.source == Source::standard) return "default";
  return origin.name;
}

void print_table(const LoadedConfiguration& loaded, Output& out) {
  std::size_t keys = 0;
  std::size_t values = 0;
  constexpr std::size_t kWidestValue = 40;
  const auto value_of = [&](const Setting& setting) {
    auto value = shown_value(setting, loaded.values);
    return value.empty() ? std::string{"-"} : value;
  };
  const auto settings = settings_of(loaded.values);
  for (const auto& setting : settings) {
    keys = std::max(keys, setting.key.size());
    values = std::max(values, std::min(kWidestValue, value_of(setting).size()));
  }
  std::string text;
  for (const auto& setting : settings) {
    const auto value = value_of(setting);
    text += setting.key + std::string(keys - setting.key.size() + 2, ' ') + value;
    text += std::string(values - std::min(values, value.size()) + 2, ' ') +
            where(loaded.origin_of(setting.key)) + "\n";
  }
  text += "\nfile: " + (loaded.file.empty() ? "none" : loaded.file) + "\nreviewers in force: ";
  bool first = true;
  for (const auto& name : reviewers_in_force(loaded)) {
    text += (first ? "" : ", ") + name;
    first = false;
  }
  if (!loaded.values.llm.order.empty()) {
    text += "\nmodels in order: ";
    first = true;
    for (const auto& name : loaded.values.llm.order) {
      text += (first ? "" : ", ") + name;
      first = false;
    }
  }
  out.write(text + "\n");
}

void write_optional(base::JsonWriter& json, std::string_view name, const std::string& text) {
  if (text.empty()) {
    json.null_field(name);
  } else {
    json.field(name, text);
  }
}

void print_json(const LoadedConfiguration& loaded, Output& out) {
  std::string text;
  base::JsonWriter json{text};
  json.begin_object();
  write_optional(json, "file", loaded.file);
  json.key("settings").begin_array();
  const std::size_t fixed = all_settings().size();
  std::size_t number = 0;
  for (const auto& setting : settings_of(loaded.values)) {
    const bool in_table = ++number > fixed;  // can be set in the file only
    const auto origin = loaded.origin_of(setting.key);
    json.begin_object().field("key", setting.key);
    write_optional(json, "value", shown_value(setting, loaded.values));
    json.field("source", to_string(origin.source));
    write_optional(json, "origin", origin.name);
    write_optional(json, "variable", in_table ? std::string{} : setting.variable());
    json.key("also").begin_array();
    for (const auto& name : setting.also) json.value(name);
    json.end_array();
    write_optional(json, "flag", setting.flag.empty() ? std::string{} : "--" + setting.flag);
    json.field("default", setting.get(Configuration{}))
        .field("allowed", setting.allowed)
        .field("help", setting.help);
    json.field("secret", setting.secrecy == Secrecy::secret).end_object();
  }
  json.end_array().key("reviewers").begin_array();
  for (const auto& name : reviewers_in_force(loaded)) json.value(name);
  json.end_array().key("models").begin_array();
  for (const auto& name : loaded.values.llm.order) json.value(name);
  json.end_array().key("warnings").begin_array();
  for (const auto& warning : loaded.warnings) json.value(warning);
  json.end_array().end_object();
  out.write(text + "\n");
}

}  // namespace

void add_config(CLI::App& app, CommandLine& line) {
  struct Chosen {
    ConfigurationFlags flags;
    bool json = false;
  };
  auto* command = app.add_subcommand("config", "what is in force and where each value came from");
  command->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  command->add_flag("--json", chosen->json, "for programs");
  chosen->flags.add_to(*command, {});
  command->callback([&line, chosen] {
    line.action = [&line, chosen] {
      const auto loaded = chosen->flags.load(line);
      if (!loaded) return kExitUsage;
      (chosen->json ? print_json : print_table)(*loaded, line.streams.out);
      return kExitOk;
    };
  });
}

}  // namespace assay::cli
