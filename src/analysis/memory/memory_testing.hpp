#pragma once
// What the tests of the walk through C and C++ share.
#include <chrono>
#include <set>
#include <string>

#include "analysis/memory/memory.hpp"

namespace assay::analysis {

inline const char* name_of(MemoryEvent::Kind kind) {
  switch (kind) {
    case MemoryEvent::Kind::out_of_bounds:
      return "bounds";
    case MemoryEvent::Kind::use_after_free:
      return "freed";
    case MemoryEvent::Kind::double_free:
      return "twice";
    case MemoryEvent::Kind::unchecked:
      return "unchecked";
    case MemoryEvent::Kind::uninitialized:
      return "unset";
    case MemoryEvent::Kind::maybe_unset:
      return "maybeunset";
    case MemoryEvent::Kind::wrong_free:
      return "wrongfree";
    case MemoryEvent::Kind::leak:
      return "leak";
    case MemoryEvent::Kind::null_use:
      return "null";
    case MemoryEvent::Kind::outside_index:
      return "index";
    case MemoryEvent::Kind::outside_length:
      return "length";
    case MemoryEvent::Kind::outside_divisor:
      return "divisor";
    case MemoryEvent::Kind::late_test:
      return "late";
    case MemoryEvent::Kind::zero_divisor:
      return "zero";
    case MemoryEvent::Kind::overflow:
      return "overflow";
    case MemoryEvent::Kind::fits:
      return "fits";
    case MemoryEvent::Kind::in_part:
      return "part";
    case MemoryEvent::Kind::outside_assert:
      return "assert";
    case MemoryEvent::Kind::endless:
      return "endless";
    case MemoryEvent::Kind::narrowed:
      return "narrowed";
  }
  return "";
}

/// A program in which each line where something is wrong ends with `// HIT kind`.
struct MemoryCase {
  const char* name;
  core::Language language;
  const char* code;
};

inline std::set<std::string> expected(const std::string& code) {
  std::set<std::string> lines;
  int line = 1;
  for (std::size_t at = 0; at < code.size(); ++line) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    const std::string text = code.substr(at, end - at);
    if (const std::size_t mark = text.find("HIT "); mark != std::string::npos)
      lines.insert(std::to_string(line) + " " + text.substr(mark + 4));
    at = end + 1;
  }
  return lines;
}

inline std::set<std::string> found(const MemoryCase& one, bool with_fits = false) {
  const std::string code = one.code;
  const Model& model = *Model::find(one.language);
  const auto tree = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
  const Names names(*tree, model);
  std::set<std::string> lines;
  for (const MemoryEvent& event : memory_events(FileView{*tree, model, names, "a.c"})) {
    if (event.kind == MemoryEvent::Kind::fits && !with_fits) continue;
    lines.insert(std::to_string(tree->start_line(event.at)) + " " + name_of(event.kind));
  }
  return lines;
}

}  // namespace assay::analysis
