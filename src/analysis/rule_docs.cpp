#include "analysis/rule_docs.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "analysis/rules/rule_class.hpp"

namespace assay::analysis {
namespace {

using core::Language;

/// The columns of the table. TypeScript is not one: its rules are JavaScript's.
constexpr std::array kColumns = {Language::python, Language::javascript, Language::java,   Language::go,
                                 Language::c,      Language::cpp,        Language::csharp, Language::php,
                                 Language::ruby,   Language::rust};
constexpr std::size_t kManyLanguages = 6;

struct Cell {
  int rules = 0;
  bool tested = false;
};
using Table = std::map<std::pair<std::string_view, Language>, Cell>;

bool runs_in(const Rule& rule, const std::vector<RuleExample>& examples, Language language) {
  return std::any_of(examples.begin(), examples.end(), [&](const RuleExample& one) {
    const auto languages = example_languages(rule, one);
    return std::find(languages.begin(), languages.end(), language) != languages.end();
  });
}

Table table_of(const std::vector<Rule>& rules) {
  Table table;
  for (const Rule& rule : rules) {
    for (const Language language : rule.languages) {
      const bool tested = runs_in(rule, rule.bad, language) && runs_in(rule, rule.ok, language);
      for (const std::string& key : rule.classes) {
        const RuleClass* known = find_rule_class(key);
        if (known == nullptr) continue;
        Cell& cell = table[{known->key, language}];
        ++cell.rules;
        cell.tested = cell.tested || tested;
      }
    }
  }
  return table;
}

void write_table(std::string& out, const Table& table) {
  std::string_view group;
  for (const RuleClass& row : rule_classes()) {
    if (row.group != group) {
      group = row.group;
      out.append("\n### ").append(group).append("\n\n| |");
      for (const Language column : kColumns) out.append(" ").append(core::to_string(column)).append(" |");
      out.append("\n|---|");
      for (std::size_t i = 0; i < kColumns.size(); ++i) out.append("---|");
      out.append("\n");
    }
    out.append("| ").append(row.title).append(" |");
    for (const Language column : kColumns) {
      const auto cell = table.find({row.key, column});
      if (cell == table.end()) {
        out.append(" |");
      } else {
        out.append(" ")
            .append(std::to_string(cell->second.rules))
            .append(cell->second.tested ? " |" : " (untested) |");
      }
    }
    out.append("\n");
  }
}

void write_rule(std::string& out, const Rule& rule) {
  out.append("\n#### `").append(rule.id).append("`\n\n**").append(rule.message).append("**");
  if (!rule.enabled) out.append(" — off unless asked for");
  out.append("\n\n").append(rule.detail);
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  out.append("\n\n");
  out.append(core::to_string(rule.severity)).append(" · ").append(core::to_string(rule.category));
  out.append(" · confidence ")
      .append(std::to_string(static_cast<int>(rule.confidence * 100 + 0.5)))
      .append(" %");
  if (!rule.cwe.empty()) {
    out.append(" ·");
    for (const int number : rule.cwe) {
      const std::string text = std::to_string(number);
      out.append(" [CWE-")
          .append(text)
          .append("](https://cwe.mitre.org/data/definitions/")
          .append(text)
          .append(".html)");
    }
  }
  out.append(" · ");
  if (rule.languages.size() + 1 >= core::all_languages().size()) {
    out.append("every language");
  } else {
    for (std::size_t i = 0; i < rule.languages.size(); ++i)
      out.append(i == 0 ? "" : ", ").append(core::to_string(rule.languages[i]));
  }
  out.append("\n");
}

}  // namespace

std::vector<Language> example_languages(const Rule& rule, const RuleExample& example) {
  if (example.language != Language::automatic) return {example.language};
  if (rule.languages.size() > kManyLanguages) return {rule.languages.front()};
  return rule.languages;
}

Coverage coverage_of(const std::vector<Rule>& rules) {
  Coverage out;
  for (const auto& [key, cell] : table_of(rules)) {
    if (std::find(kColumns.begin(), kColumns.end(), key.second) == kColumns.end()) continue;
    ++out.all;
    if (cell.tested) ++out.tested;
  }
  return out;
}

std::string rules_markdown(const std::vector<Rule>& rules) {
  const Coverage coverage = coverage_of(rules);
  const auto off = std::count_if(rules.begin(), rules.end(), [](const Rule& rule) { return !rule.enabled; });
  std::string out =
      "# The rules\n\n"
      "Written by `assay_rulec docs` from the `rules` folder; a test fails when it is out of date. How to "
      "write a rule:\n"
      "[write-a-rule.md](write-a-rule.md).\n\n" +
      std::to_string(rules.size()) + " rules, " + std::to_string(off) + " of them off unless asked for. " +
      std::to_string(coverage.tested) +
      " cells of the table are covered and tested: the class has a rule for the\n"
      "language with examples, bad and ok, that are run in it. The number in a cell is that of the rules. "
      "TypeScript has\n"
      "JavaScript's rules and is no column of its own.\n\n## What is covered\n";
  write_table(out, table_of(rules));
  out += "\n## Every rule\n";
  std::map<std::string_view, std::vector<const Rule*>> groups;  // by the prefix of the id
  for (const Rule& rule : rules)
    groups[std::string_view(rule.id).substr(0, rule.id.find('.'))].push_back(&rule);
  for (auto& [prefix, list] : groups) {
    std::sort(list.begin(), list.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
    out.append("\n### ").append(prefix).append(".\n");
    for (const Rule* rule : list) write_rule(out, *rule);
  }
  return out;
}

}  // namespace assay::analysis
