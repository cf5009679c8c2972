#include "analysis/linters/json_findings.hpp"

#include "base/json_reader.hpp"

namespace assay::analysis {
namespace {

std::optional<base::JsonValue> at(base::JsonValue value, std::string_view path) {
  while (!path.empty()) {
    const auto dot = std::min(path.find('.'), path.size());
    const std::string_view name = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    if (name == "0") {
      const auto items = value.items();
      if (items.empty()) return std::nullopt;
      value = items.front();
      continue;
    }
    const auto next = value.find(name);
    if (!next) return std::nullopt;
    value = *next;
  }
  return value;
}

std::string text_of(const std::optional<base::JsonValue>& value) {
  if (!value) return {};
  if (const auto text = value->as_string()) return std::string{*text};
  if (const auto number = value->as_int()) return std::to_string(*number);
  return {};
}

int number_of(const std::optional<base::JsonValue>& value) {
  const auto number = value ? value->as_int() : std::nullopt;
  return number && *number > 0 && *number < 100'000'000 ? static_cast<int>(*number) : 0;
}

}  // namespace

base::Result<std::vector<LinterFinding>> read_findings(std::string_view json, const FindingShape& shape) {
  const auto document = base::JsonDocument::parse(json);
  if (!document) return base::fail(base::Errc::invalid_argument, "its output is no JSON");
  const auto list = at(document->root(), shape.list);
  if (!list || list->type() != base::JsonType::array)
    return base::fail(base::Errc::invalid_argument, "its output has no list of findings");
  std::vector<LinterFinding> found;
  const auto read = [&](const base::JsonValue& item) {
    LinterFinding one;
    one.code = text_of(at(item, shape.code));
    one.line = number_of(at(item, shape.line));
    if (one.code.empty() || one.line == 0) return;
    one.code.insert(0, shape.code_prefix);
    one.message = text_of(at(item, shape.message));
    if (!shape.end_line.empty()) one.end_line = number_of(at(item, shape.end_line));
    found.push_back(std::move(one));
  };
  for (const auto& item : list->items()) {
    if (shape.inner.empty()) {
      read(item);
      continue;
    }
    const auto inner = at(item, shape.inner);
    if (!inner) continue;
    for (const auto& one : inner->items()) read(one);
  }
  return found;
}

}  // namespace assay::analysis
