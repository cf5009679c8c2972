#include "cli/config/toml_source.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace assay::cli {
namespace {

/// The value of a scalar as text; `other` for dates and the like.
TomlType read_scalar(const toml::node& node, std::string& text) {
  if (const auto* value = node.as_boolean()) {
    text = value->get() ? "true" : "false";
    return TomlType::boolean;
  }
  if (const auto* value = node.as_integer()) {
    text = std::to_string(value->get());
    return TomlType::integer;
  }
  if (const auto* value = node.as_floating_point()) {
    text = std::to_string(value->get());
    return TomlType::number;
  }
  if (const auto* value = node.as_string()) {
    text = value->get();
    return TomlType::text;
  }
  return TomlType::other;
}

TomlEntry read_leaf(const std::vector<std::string>& path, const toml::node& node) {
  TomlEntry entry;
  entry.path = path;
  for (const auto& part : path) entry.key += (entry.key.empty() ? "" : ".") + part;
  entry.line = static_cast<int>(node.source().begin.line);
  if (const auto* array = node.as_array()) {
    entry.type = TomlType::list;
    for (const auto& item : *array) {
      std::string text;
      if (read_scalar(item, text) != TomlType::text) {
        entry.type = TomlType::other;
        break;
      }
      entry.parts.push_back(std::move(text));
    }
    return entry;
  }
  std::string text;
  entry.type = read_scalar(node, text);
  entry.parts.push_back(std::move(text));
  return entry;
}

void collect(const toml::table& table, std::vector<std::string>& path, std::vector<TomlEntry>& out) {
  for (const auto& [name, node] : table) {
    path.emplace_back(name.str());
    if (const auto* inner = node.as_table()) {
      collect(*inner, path, out);
    } else {
      out.push_back(read_leaf(path, node));
    }
    path.pop_back();
  }
}

}  // namespace

std::string_view to_string(TomlType type) {
  switch (type) {
    case TomlType::boolean:
      return "true or false";
    case TomlType::integer:
      return "a whole number";
    case TomlType::number:
      return "a number with decimals";
    case TomlType::text:
      return "text";
    case TomlType::list:
      return "a list of text";
    case TomlType::other:
      return "a value of another kind";
  }
  return "";
}

base::Result<std::vector<TomlEntry>> read_toml(std::string_view text, std::string_view name) {
  try {
    const auto table = toml::parse(text, name);
    std::vector<TomlEntry> entries;
    std::vector<std::string> path;
    collect(table, path, entries);
    std::ranges::stable_sort(entries, {}, &TomlEntry::line);
    return entries;
  } catch (const toml::parse_error& error) {
    return base::fail(base::Errc::invalid_argument, std::string{name} + ":" +
                                                        std::to_string(error.source().begin.line) + ": " +
                                                        std::string{error.description()});
  }
}

}  // namespace assay::cli
