#include "analysis/rules/yaml_map.hpp"

#include <algorithm>

namespace assay::analysis {

std::string normalised(std::string key) {
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

YamlMap::YamlMap(const YamlValue& node, std::string where) : where_(std::move(where)) {
  if (!node.is_map()) throw Problem(where_, "must be a map");
  for (const auto& [key, value] : node.map) items_.emplace(normalised(key), value);
}

YamlValue YamlMap::take(const std::string& key) {
  const auto found = items_.find(key);
  if (found == items_.end()) return {};
  YamlValue node = std::move(found->second);
  items_.erase(found);
  return node;
}

std::string YamlMap::string(const std::string& key, const std::string& fallback) {
  const YamlValue node = take(key);
  if (!node.is_defined()) return fallback;
  return node.text(key);
}

std::vector<std::string> YamlMap::strings(const std::string& key) {
  const YamlValue node = take(key);
  if (!node.is_defined()) return {};
  if (node.is_scalar()) return {node.scalar};
  if (!node.is_list()) throw Problem(key, "must be a string or a list of strings");
  std::vector<std::string> found;
  for (const auto& item : node.list) found.push_back(item.text(key));
  return found;
}

bool YamlMap::boolean(const std::string& key, bool fallback) {
  const YamlValue node = take(key);
  return node.is_defined() ? node.boolean(key) : fallback;
}

std::optional<double> YamlMap::number(const std::string& key) {
  const YamlValue node = take(key);
  if (!node.is_defined()) return std::nullopt;
  return node.number(key);
}

void YamlMap::finish() const {
  if (!items_.empty()) throw Problem(items_.begin()->first, "unknown key in " + where_);
}

std::string capture_name(const std::string& text, const std::string& key) {
  if (text.size() < 2 || text.front() != '@')
    throw Problem(key, "must be a capture such as \"@name\", not \"" + text + "\"");
  return text.substr(1);
}

}  // namespace assay::analysis
