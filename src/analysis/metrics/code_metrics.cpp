#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "analysis/metrics/metrics.hpp"
#include "analysis/metrics/python_metrics.hpp"

namespace assay::analysis {
namespace {

/// Operators and operands of the whole file: words and signs of the language are operators, names and values
/// operands.
double halstead_volume(const Tree& tree, const Model& model) {
  std::unordered_set<std::string_view> distinct;
  std::size_t total = 0;
  for (NodeId n = 0; n < tree.size();) {
    const Role r = model.role(tree, n);
    if (r == Role::comment) {
      n = tree.subtree_end(n);
      continue;
    }
    const bool whole_string = r == Role::string && tree.text(n).size() < 200;
    if (tree.first_child(n) == kNone || whole_string) {
      const std::string_view text = tree.text(n);
      if (!text.empty() && text != ")" && text != "]" && text != "}") {
        ++total;
        distinct.insert(text);
      }
      n = tree.subtree_end(n);
      continue;
    }
    ++n;
  }
  if (distinct.size() < 2) return 0;
  return static_cast<double>(total) * std::log2(static_cast<double>(distinct.size()));
}

}  // namespace

LineUse line_use(const Tree& tree, const Model& model) {
  LineUse use;
  use.code.resize(tree.lines().line_count());
  use.comment.resize(tree.lines().line_count());
  const auto mark = [&tree](std::vector<bool>& lines, NodeId n) {
    const std::uint32_t last = tree.end_line(n);
    for (std::uint32_t line = tree.start_line(n); line <= last && line <= lines.size(); ++line)
      lines[line - 1] = true;
  };
  for (NodeId n = 0; n < tree.size();) {
    if (model.role(tree, n) == Role::comment) {
      mark(use.comment, n);
      n = tree.subtree_end(n);
    } else if (tree.first_child(n) == kNone) {
      if (tree.end(n) > tree.start(n) && tree.text(n).find_first_not_of(" \t\r\n") != std::string_view::npos)
        mark(use.code, n);
      ++n;
    } else {
      ++n;
    }
  }
  return use;
}

Duplication find_duplication(const Tree& tree, const Model& model) {
  constexpr std::size_t kWindow = 6;
  constexpr std::size_t kMinTokens = 50;
  struct Line {
    std::uint32_t number;
    std::size_t hash = 0;
    std::size_t tokens = 0;
  };
  std::vector<Line> lines;
  for (NodeId n = 0; n < tree.size();) {
    const Role r = model.role(tree, n);
    if (r == Role::comment || r == Role::import) {
      n = tree.subtree_end(n);
      continue;
    }
    if (tree.first_child(n) == kNone && tree.end(n) > tree.start(n)) {
      const std::uint32_t line = tree.start_line(n);
      if (lines.empty() || lines.back().number != line) lines.push_back({line});
      const std::size_t token = std::hash<std::string_view>{}(tree.text(n));
      lines.back().hash = (lines.back().hash ^ token) * 0x100000001B3ULL;
      ++lines.back().tokens;
    }
    ++n;
  }
  Duplication out;
  if (lines.size() < 2 * kWindow) return out;
  std::vector<bool> duplicated(lines.size());
  std::unordered_map<std::size_t, std::size_t> first_at;
  const auto equal = [&lines](std::size_t a, std::size_t b) { return lines[a].hash == lines[b].hash; };
  for (std::size_t i = 0; i + kWindow <= lines.size();) {
    std::size_t hash = 0;
    std::size_t tokens = 0;
    for (std::size_t k = 0; k < kWindow; ++k) {
      hash = (hash ^ lines[i + k].hash) * 0x9E3779B97F4A7C15ULL;
      tokens += lines[i + k].tokens;
    }
    const auto [found, fresh] = first_at.emplace(hash, i);
    const std::size_t before = found->second;
    if (fresh || before + kWindow > i || tokens < 2 * kWindow) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    std::size_t all_tokens = 0;
    while (i + length < lines.size() && before + length < i && equal(before + length, i + length)) {
      all_tokens += lines[i + length].tokens;
      ++length;
    }
    if (length < kWindow || all_tokens < kMinTokens) {
      ++i;
      continue;
    }
    for (std::size_t k = 0; k < length; ++k) duplicated[before + k] = duplicated[i + k] = true;
    out.clones.push_back({lines[i].number, lines[i + length - 1].number, lines[before].number});
    i += length;
  }
  out.duplicated_lines = static_cast<std::size_t>(std::count(duplicated.begin(), duplicated.end(), true));
  return out;
}

core::CodeMetrics code_metrics(const Tree& tree, const Model& model) {
  core::CodeMetrics out;
  const LineUse use = line_use(tree, model);
  out.lines = static_cast<int>(tree.lines().line_count());
  out.sloc = static_cast<int>(std::count(use.code.begin(), use.code.end(), true));
  const auto comments = static_cast<double>(std::count(use.comment.begin(), use.comment.end(), true));
  if (comments + out.sloc > 0) out.comment_density = comments / (comments + out.sloc);
  if (out.sloc > 0) {
    out.duplication =
        std::min(1.0, static_cast<double>(find_duplication(tree, model).duplicated_lines) / out.sloc);
  }
  if (model.language() != core::Language::python) out.halstead_volume = halstead_volume(tree, model);
  double complexity = 0;
  for (NodeId n = 0; n < tree.size(); ++n) {
    const Role r = model.role(tree, n);
    if (r != Role::function) continue;
    out.functions.push_back(function_metrics(tree, model, n));
    complexity += out.functions.back().cyclomatic;
  }
  if (model.language() == core::Language::python) {
    const PythonFileMetrics python = python_file_metrics(tree, model);
    out.halstead_volume = python.halstead_volume;
    out.maintainability = python.maintainability;
  } else if (out.sloc > 0 && out.halstead_volume > 0) {
    const double comment_angle = 100.0 * comments / std::max(1, out.lines) * 3.14159265358979323846 / 180.0;
    const double raw = 171 - 5.2 * std::log(out.halstead_volume) - 0.23 * complexity -
                       16.2 * std::log(out.sloc) + 50 * std::sin(std::sqrt(2.4 * comment_angle));
    out.maintainability = std::clamp(raw * 100 / 171, 0.0, 100.0);
  }
  return out;
}

}  // namespace assay::analysis
