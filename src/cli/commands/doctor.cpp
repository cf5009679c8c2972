#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/json_writer.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/derived.hpp"
#include "cli/configuration_flags.hpp"
#include "cli/paint.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay doctor
  assay doctor --data /var/lib/assay --json

Exit code 0: nothing failed; 1: something did, and the line below it says what to do.)";

struct Finding {
  std::string name;
  CheckResult result;
};

std::string_view word_of(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return "ok";
    case CheckState::warn:
      return "warn";
    case CheckState::fail:
      return "fail";
    case CheckState::skipped:
      return "skip";
  }
  return "";
}

std::string_view colour_of(CheckState state) {
  switch (state) {
    case CheckState::ok:
      return "32";
    case CheckState::warn:
      return "1;33";
    case CheckState::fail:
      return "1;31";
    case CheckState::skipped:
      return "2";
  }
  return "";
}

Finding configuration_finding(const LoadedConfiguration& loaded) {
  Finding finding{"configuration", {}};
  auto& [state, detail, advice] = finding.result;
  detail = (loaded.file.empty() ? "no file" : loaded.file) + ", " + std::to_string(loaded.origins.size()) +
           (loaded.origins.size() == 1 ? " setting" : " settings") + " changed";
  for (const auto& warning : loaded.warnings) advice += (advice.empty() ? "" : "; ") + warning;
  if (const auto problem = scale_out_problem(loaded); !problem.empty()) {
    detail += ", " + problem;
    advice = "set the other one too, or unset this one";
    state = CheckState::fail;
  } else if (!advice.empty()) {
    state = CheckState::warn;
  }
  return finding;
}

void print(const Finding& finding, bool colours, Output& out) {
  constexpr std::size_t kNameColumns = 18;
  const auto word = std::string{word_of(finding.result.state)};
  auto text = painted(word, colour_of(finding.result.state), colours) + std::string(6 - word.size(), ' ') +
              finding.name;
  text += std::string(kNameColumns - std::min(kNameColumns - 1, finding.name.size()), ' ') +
          finding.result.detail + "\n";
  if (!finding.result.advice.empty()) text += std::string(6, ' ') + "-> " + finding.result.advice + "\n";
  out.write(text);
  out.flush();
}

void print_json(const std::vector<Finding>& findings, bool failed, Output& out) {
  std::string text;
  base::JsonWriter json{text};
  json.begin_object().field("ok", !failed).key("checks").begin_array();
  for (const auto& finding : findings) {
    json.begin_object().field("name", finding.name).field("state", word_of(finding.result.state));
    json.field("detail", finding.result.detail).field("advice", finding.result.advice).end_object();
  }
  json.end_array().end_object();
  out.write(text + "\n");
}

int doctor(const ConfigurationFlags& flags, bool json, const CommandLine& line) {
  const bool colours = wants_colours(line.streams.out, line.environment);
  std::vector<Finding> findings;
  const auto tell = [&](Finding finding) {
    if (!json) print(finding, colours, line.streams.out);
    findings.push_back(std::move(finding));
  };
  if (const auto loaded = flags.try_load(line.environment)) {
    tell(configuration_finding(*loaded));
    for (const auto& check : line.services.checks(*loaded)) tell({check.name, check.run()});
  } else {
    for (const auto& problem : loaded.error())
      tell({"configuration", {CheckState::fail, problem, "correct it and run this again"}});
  }
  const bool failed =
      std::ranges::any_of(findings, [](const auto& f) { return f.result.state == CheckState::fail; });
  if (json) print_json(findings, failed, line.streams.out);
  return failed ? kExitFindings : kExitOk;
}

}  // namespace

void add_doctor(CLI::App& app, CommandLine& line) {
  struct Chosen {
    ConfigurationFlags flags;
    bool json = false;
  };
  auto* command = app.add_subcommand("doctor", "checks what Assay needs and says what to do");
  command->footer(kExamples);
  const auto chosen = std::make_shared<Chosen>();
  command->add_flag("--json", chosen->json, "for programs");
  chosen->flags.add_to(*command, {});
  command->callback([&line, chosen] {
    line.action = [&line, chosen] { return doctor(chosen->flags, chosen->json, line); };
  });
}

}  // namespace assay::cli
