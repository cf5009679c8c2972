#include "cli/project/project_file.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "core/suppression.hpp"

namespace assay::cli {
namespace {

/// Thrown inside this file only.
struct Problem {
  std::uint32_t line = 0;
  std::string what;
};

[[noreturn]] void complain(const toml::node& node, std::string what) {
  throw Problem{node.source().begin.line, std::move(what)};
}

bool is_rule_name(std::string_view name) {
  const auto star = name.find('*');
  return !name.empty() && (star == std::string_view::npos || star + 1 == name.size());
}

}  // namespace

base::Result<ProjectFile> ProjectFile::parse(std::string_view text, std::string name) {
  ProjectFile out;
  const auto read_entries = [&name](const toml::table& table, Section& section, const std::string& where) {
    for (const auto& [key, node] : table) {
      Entry entry;
      entry.rule = std::string{key.str()};
      if (!is_rule_name(entry.rule))
        complain(node, "\"" + entry.rule + "\" is no rule: an id, or the beginning of one and *");
      const auto* value = node.as_string();
      const std::string word = value == nullptr ? std::string{} : value->get();
      entry.severity = core::parse_severity(word);
      entry.off = word == "off";
      entry.on = word == "on" || entry.severity.has_value();
      if (!entry.off && !entry.on)
        complain(node,
                 where + ": \"" + entry.rule + "\" must be \"off\", \"on\", \"low\", \"med\" or \"high\"");
      entry.note = name + ":" + std::to_string(node.source().begin.line) + ": " + entry.rule + " = " + word +
                   (section.everywhere ? "" : " in " + where);
      section.entries.push_back(std::move(entry));
    }
  };
  try {
    const toml::table document = toml::parse(text, name);
    Section everywhere;
    everywhere.everywhere = true;
    out.sections_.push_back(std::move(everywhere));
    for (const auto& [key, node] : document) {
      const std::string_view title = key.str();
      if (title == "exclude") {
        const auto* list = node.as_array();
        if (list == nullptr) complain(node, "exclude must be a list of patterns");
        for (const auto& item : *list) {
          const auto* pattern = item.as_string();
          if (pattern == nullptr) complain(item, "exclude must be a list of patterns");
          out.exclude_.push_back(pattern->get());
        }
      } else if (title == "rules") {
        const auto* table = node.as_table();
        if (table == nullptr) complain(node, "rules must be a table");
        read_entries(*table, out.sections_.front(), "rules");
      } else if (title == "paths") {
        const auto* table = node.as_table();
        if (table == nullptr) complain(node, "paths must be a table of tables");
        for (const auto& [pattern, inner] : *table) {
          const auto* entries = inner.as_table();
          if (entries == nullptr) complain(inner, "paths must be a table of tables");
          Section section;
          section.paths = IgnoreRules{pattern.str()};
          read_entries(*entries, section, "paths.\"" + std::string{pattern.str()} + "\"");
          out.sections_.push_back(std::move(section));
        }
      } else {
        complain(node, "there is no setting \"" + std::string{title} + "\": exclude, rules and paths are");
      }
    }
  } catch (const Problem& problem) {
    return base::fail(base::Errc::invalid_argument,
                      name + ":" + std::to_string(problem.line) + ": " + problem.what);
  } catch (const toml::parse_error& problem) {
    return base::fail(base::Errc::invalid_argument, name + ":" + std::to_string(problem.source().begin.line) +
                                                        ": " + std::string{problem.description()});
  }
  return out;
}

const ProjectFile::Entry* ProjectFile::longest(const std::vector<Entry>& entries, std::string_view rule_id) {
  const Entry* best = nullptr;
  for (const Entry& entry : entries) {
    if (!core::matches_rule(entry.rule, rule_id)) continue;
    if (best == nullptr || entry.rule.size() > best->rule.size()) best = &entry;
  }
  return best;
}

ProjectFile::Verdict ProjectFile::judge(std::string_view rule_id, std::string_view path) const {
  const Entry* found = nullptr;
  for (const Section& section : sections_) {
    if (!section.everywhere) {
      // A pattern for a folder is about what lies in it.
      bool fits = section.paths.judge(path, EntryKind::file) == IgnoreRules::Verdict::ignored;
      for (auto slash = path.find('/'); !fits && slash != std::string_view::npos;
           slash = path.find('/', slash + 1))
        fits = section.paths.judge(path.substr(0, slash), EntryKind::folder) == IgnoreRules::Verdict::ignored;
      if (!fits) continue;
    }
    if (const Entry* entry = longest(section.entries, rule_id)) found = entry;
  }
  if (found == nullptr) return {};
  return {found->off, found->severity, found->note};
}

std::vector<std::string> ProjectFile::asked_for() const {
  std::vector<std::string> names;
  for (const Section& section : sections_) {
    for (const Entry& entry : section.entries) {
      if (entry.on) names.push_back(entry.rule);
    }
  }
  return names;
}

}  // namespace assay::cli
