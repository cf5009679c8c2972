#include "analysis/rules/node_facts.hpp"

#include <algorithm>

namespace assay::analysis {

std::string full_name(const FileView& file, NodeId n) {
  std::string name = file.names.resolve(n);
  if (file.model.is_call(file.tree, n) && name.ends_with("()")) name.resize(name.size() - 2);
  return name;
}

std::string declaration_text(const FileView& file, NodeId n) {
  const auto* all = file.names.definitions(n, file.tree.text(n));
  if (all == nullptr || all->empty()) return {};
  const Definition* best = nullptr;
  for (const Definition& one : *all) {
    // `x += 1` changes a variable, it declares none.
    if (one.holder != kNone && file.model.role(file.tree, one.holder) == Role::update) continue;
    if (best == nullptr || file.tree.start(one.name) <= file.tree.start(n)) best = &one;
  }
  if (best == nullptr) return {};
  NodeId holder = best->name;
  // Up to the statement, so that the type is part of the text.
  for (int i = 0; i < 8 && file.tree.parent(holder) != kNone; ++i) {
    const std::string_view kind = file.tree.kind_name(holder);
    if (kind.ends_with("declaration") || kind.ends_with("statement") || kind.ends_with("parameter") ||
        file.model.role(file.tree, holder) == Role::parameter ||
        file.model.role(file.tree, holder) == Role::assignment) {
      break;
    }
    holder = file.tree.parent(holder);
  }
  return std::string(file.tree.text(holder));
}

bool is_constant(const FileView& file, NodeId n) {
  if (file.names.string_value(n) || file.names.number_value(n)) return true;
  const NodeId inner = file.model.strip(file.tree, n);
  const Role r = file.model.role(file.tree, inner);
  if (r == Role::literal || r == Role::number) return true;
  if (r != Role::collection) return false;
  const std::vector<NodeId> items = file.tree.named_children(inner);
  return std::all_of(items.begin(), items.end(), [&](NodeId c) { return is_constant(file, c); });
}

}  // namespace assay::analysis
