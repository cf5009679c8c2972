#include <algorithm>
#include <set>

#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

/// The format of a printf that can write a text of any length.
bool writes_text(const CheckContext& context, NodeId format) {
  const Tree& tree = context.file.tree;
  const auto text = context.file.names.string_value(format);
  if (!text) {
    const NodeId plain = context.file.model.strip(tree, format);
    const std::string_view name = plain == kNone ? std::string_view() : tree.text(plain);
    return plain != kNone && tree.is(plain, "identifier") &&
           std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }
  return text->find("%s") != std::string::npos || text->find("%[") != std::string::npos;
}

}  // namespace

/// Copies that go on until the 0, but for those of which it is known that they fit, or that they do not.
void check_unbounded_copy(const CheckContext& context) {
  const Tree& tree = context.file.tree;
  std::set<NodeId> known;
  for (const MemoryEvent& event : context.memory()) {
    if (event.kind == MemoryEvent::Kind::fits || event.kind == MemoryEvent::Kind::out_of_bounds)
      known.insert(event.at);
  }
  for (NodeId n = 0; n < tree.size(); ++n) {
    if (!tree.is(n, "call_expression") || known.contains(n)) continue;
    std::string name = context.file.names.resolve(tree.child(n, "function"));
    if (name.starts_with("std.")) name.erase(0, 4);
    const bool prints = name == "sprintf" || name == "vsprintf";
    if (!prints && name != "strcpy" && name != "strcat" && name != "stpcpy" && name != "wcscpy" &&
        name != "wcscat")
      continue;
    const NodeId list = tree.child(n, "arguments");
    const NodeId source = list == kNone ? kNone : tree.named_child(list, 1);
    if (source == kNone) continue;
    if (prints ? !writes_text(context, source) : context.file.names.string_value(source).has_value())
      continue;
    Captures captures{n, {{"fn", tree.child(n, "function")}}};
    context.findings.add(context.rule, n, captures, Findings::Extra());
  }
}

}  // namespace assay::analysis
