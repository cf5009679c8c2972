#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>

#include "base/json_writer.hpp"
#include "cli/commands/commands.hpp"
#include "cli/config/nearest_name.hpp"
#include "cli/configuration_flags.hpp"
#include "cli/paint.hpp"

namespace assay::cli {
namespace {

constexpr auto kExamples = R"(Examples:
  assay rules list
  assay rules list --language python --severity high
  assay rules show py.subprocess-shell
  assay rules test                     the examples of every rule in force
  assay rules test my-rules/           rule files of your own, before they are used)";

struct Chosen {
  ConfigurationFlags flags;
  std::string language;
  std::string severity;
  std::string id;
  std::string folder;
  bool json = false;
};

std::string languages_of(const RuleInfo& rule) {
  std::string out;
  for (const auto language : rule.languages)
    out.append(out.empty() ? "" : ",").append(core::to_string(language));
  return out;
}

std::string padded(std::string text, std::size_t columns) {
  text.append(columns - std::min(columns, text.size()), ' ');
  return text;
}

void write_rule(base::JsonWriter& json, const RuleInfo& rule) {
  json.begin_object().field("id", rule.id).key("languages").begin_array();
  for (const auto language : rule.languages) json.value(core::to_string(language));
  json.end_array()
      .field("severity", core::to_string(rule.severity))
      .field("category", core::to_string(rule.category));
  json.field("confidence", rule.confidence).key("cwe").begin_array();
  for (const int cwe : rule.cwe) json.value(cwe);
  json.end_array().field("message", rule.message).field("detail", rule.detail).field("origin", rule.origin);
  const auto examples = [&](std::string_view name, const std::vector<std::string>& all) {
    json.key(name).begin_array();
    for (const auto& example : all) json.value(example);
    json.end_array();
  };
  examples("bad", rule.bad_examples);
  examples("ok", rule.ok_examples);
  json.end_object();
}

void indent(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    out.append(end == 0 ? "" : "    ").append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Nothing: told the user why, exit with kExitUsage.
std::unique_ptr<RuleBook> open_book(const Chosen& chosen, const CommandLine& line) {
  const auto loaded = chosen.flags.load(line);
  if (!loaded) return nullptr;
  auto book = line.services.open_rules(*loaded);
  if (book) return std::move(*book);
  line.complain(book.error().message);
  return nullptr;
}

int list(const Chosen& chosen, const CommandLine& line) {
  const auto language = core::parse_language(chosen.language);
  const auto severity = core::parse_severity(chosen.severity);
  if (!chosen.language.empty() && !language) {
    line.complain("--language: there is no language \"" + chosen.language + "\"");
    return kExitUsage;
  }
  if (!chosen.severity.empty() && !severity) {
    line.complain("--severity must be low, med or high, not \"" + chosen.severity + "\"");
    return kExitUsage;
  }
  const auto book = open_book(chosen, line);
  if (!book) return kExitUsage;
  auto rules = book->rules();
  std::erase_if(rules, [&](const auto& rule) {
    const bool other = language && std::ranges::find(rule.languages, *language) == rule.languages.end();
    return other || (severity && rule.severity != *severity);
  });
  std::string text;
  if (chosen.json) {
    base::JsonWriter json{text};
    json.begin_array();
    for (const auto& rule : rules) write_rule(json, rule);
    json.end_array();
    line.streams.out.write(text + "\n");
    return kExitOk;
  }
  std::size_t ids = 0;
  for (const auto& rule : rules) ids = std::max(ids, rule.id.size());
  constexpr std::size_t kSeverityColumns = 6;
  constexpr std::size_t kCategoryColumns = 17;
  for (const auto& rule : rules) {
    text += padded(rule.id, ids + 2) + padded(std::string{core::to_string(rule.severity)}, kSeverityColumns);
    text += padded(std::string{core::to_string(rule.category)}, kCategoryColumns) + rule.message + "\n";
  }
  text += std::to_string(rules.size()) + (rules.size() == 1 ? " rule\n" : " rules\n");
  line.streams.out.write(text);
  return kExitOk;
}

int show(const Chosen& chosen, const CommandLine& line) {
  const auto book = open_book(chosen, line);
  if (!book) return kExitUsage;
  const auto rules = book->rules();
  const auto rule = std::ranges::find(rules, chosen.id, &RuleInfo::id);
  if (rule == rules.end()) {
    std::vector<std::string> ids;
    for (const auto& other : rules) ids.push_back(other.id);
    line.complain("there is no rule \"" + chosen.id + "\"" + did_you_mean(chosen.id, ids));
    return kExitUsage;
  }
  std::string text;
  if (chosen.json) {
    base::JsonWriter json{text};
    write_rule(json, *rule);
    line.streams.out.write(text + "\n");
    return kExitOk;
  }
  text = rule->id + ": " + rule->message + "\n\n";
  text += "severity    " + std::string{core::to_string(rule->severity)} + "\ncategory    ";
  text += std::string{core::to_string(rule->category)} + "\nlanguages   " + languages_of(*rule) + "\n";
  constexpr double kPercent = 100;
  text += "confidence  " + std::to_string(static_cast<int>(rule->confidence * kPercent + 0.5)) + " %\n";
  for (const int cwe : rule->cwe) text += "weakness    CWE-" + std::to_string(cwe) + "\n";
  text += "from        " + rule->origin + "\n";
  if (!rule->detail.empty()) text += "\n" + rule->detail + "\n";
  for (const auto& [title, examples] : {std::pair{"\nFinds something in:\n", &rule->bad_examples},
                                        std::pair{"\nFinds nothing in:\n", &rule->ok_examples}}) {
    for (const auto& example : *examples) {
      text += title;
      indent(text, example);
    }
  }
  line.streams.out.write(text);
  return kExitOk;
}

int test(const Chosen& chosen, const CommandLine& line) {
  const auto book = open_book(chosen, line);
  if (!book) return kExitUsage;
  const auto results = book->test(chosen.folder);
  if (!results) {
    line.complain(results.error().message);
    return kExitUsage;
  }
  const bool colours = wants_colours(line.streams.out, line.environment);
  std::size_t failed = 0;
  int examples = 0;
  std::string text;
  for (const auto& result : *results) {
    examples += result.examples;
    if (result.failures.empty()) continue;
    ++failed;
    text += painted("failed", "1;31", colours) + "  " + result.id + "\n";
    for (const auto& failure : result.failures) indent(text, failure);
  }
  text += std::to_string(results->size()) + (results->size() == 1 ? " rule, " : " rules, ") +
          std::to_string(examples) +
          " examples: " + (failed == 0 ? "all as they should be" : std::to_string(failed) + " failed") + "\n";
  line.streams.out.write(text);
  return failed == 0 ? kExitOk : kExitFindings;
}

}  // namespace

void add_rules(CLI::App& app, CommandLine& line) {
  auto* command = app.add_subcommand("rules", "the rules of the static reviewer");
  command->footer(kExamples);
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, int (*run)(const Chosen&, const CommandLine&)) {
    auto* sub = command->add_subcommand(name, what);
    sub->footer(kExamples);
    auto chosen = std::make_shared<Chosen>();
    chosen->flags.add_to(*sub, {"analysis.rules"});
    sub->callback(
        [&line, chosen, run] { line.action = [&line, chosen, run] { return run(*chosen, line); }; });
    return std::pair{sub, chosen};
  };
  const auto [listing, listed] = add("list", "all of them, one a line", list);
  listing->add_option("--language", listed->language, "only those for this language")->type_name("LANGUAGE");
  listing->add_option("--severity", listed->severity, "only those of this severity")
      ->type_name("low|med|high");
  listing->add_flag("--json", listed->json, "for programs");
  const auto [showing, shown] = add("show", "all about one rule", show);
  showing->add_option("ID", shown->id, "of the rule")->required();
  showing->add_flag("--json", shown->json, "for programs");
  const auto [testing, tested] = add("test", "runs the examples that stand in the rules", test);
  testing->add_option("DIR", tested->folder, "folder with rule files; not given: the rules in force");
}

}  // namespace assay::cli
