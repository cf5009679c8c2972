#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "analysis/rules/rule_yaml.hpp"

namespace assay::analysis {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

LoadedRules load_rules(const std::filesystem::path& folder) {
  LoadedRules loaded;
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (auto it = std::filesystem::recursive_directory_iterator(folder, error);
       !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    if (it->path().extension() == ".yaml" && it->is_regular_file(error)) files.push_back(it->path());
  }
  if (error) loaded.errors.push_back(folder.string() + ": " + error.message());
  std::sort(files.begin(), files.end());
  std::map<std::filesystem::path, TaintSets> sets;  // by folder
  const auto is_set = [](const std::filesystem::path& file) {
    return file.filename().string().starts_with('_');
  };
  const auto shown = [&folder](const std::filesystem::path& file) {
    return file.lexically_relative(folder).string();
  };
  for (const auto& file : files) {
    if (!is_set(file)) continue;
    auto parsed = parse_taint_sets(read_file(file));
    if (!parsed) {
      loaded.errors.push_back(shown(file) + ": " + parsed.error().message);
      continue;
    }
    TaintSets& known = sets[file.parent_path()];
    known.sources.merge(parsed->sources);
    known.sanitizers.merge(parsed->sanitizers);
    known.guards.merge(parsed->guards);
    known.sinks.merge(parsed->sinks);
  }
  std::set<std::string> ids;
  for (const auto& file : files) {
    if (is_set(file)) continue;
    auto parsed = parse_rule(read_file(file), sets[file.parent_path()]);
    if (!parsed) {
      loaded.errors.push_back(shown(file) + ": " + parsed.error().message);
    } else if (!ids.insert(parsed->id).second) {
      loaded.errors.push_back(shown(file) + ": id: " + parsed->id + " is taken by another rule");
    } else {
      loaded.rules.push_back(std::move(*parsed));
    }
  }
  std::sort(loaded.rules.begin(), loaded.rules.end(),
            [](const Rule& a, const Rule& b) { return a.id < b.id; });
  return loaded;
}

}  // namespace assay::analysis
