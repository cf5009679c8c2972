#include "analysis/names/names.hpp"

namespace assay::analysis {

Names::Names(const Tree& tree, const Model& model)
    : tree_(tree), model_(model), imports_(collect_imports(tree, model)) {
  for (std::size_t i = 0; i < imports_.size(); ++i) {
    if (!imports_[i].local.empty()) import_of_.emplace(imports_[i].local, i);
  }
  collect();
}

const std::vector<Definition>* Names::definitions(NodeId at, std::string_view name) const {
  NodeId scope = model_.is_function(tree_, at) ? at : scopes_[at];
  for (;;) {
    const auto found = definitions_.find(Key{scope, name});
    if (found != definitions_.end()) return &found->second;
    if (scope == 0) return nullptr;
    scope = scopes_[scope];
  }
}

NodeId Names::single_value(NodeId identifier) const {
  const std::vector<Definition>* all = definitions(identifier, tree_.text(identifier));
  if (all == nullptr || all->size() != 1) return kNone;
  const Definition& only = all->front();
  // What is in an array of C changes without its name on the left of anything.
  if (const NodeId declarator = tree_.parent(only.name);
      declarator != kNone && tree_.is(declarator, "array_declarator") &&
      tree_.text(tree_.parent(only.holder)).find("const") == std::string_view::npos)
    return kNone;
  return only.value;
}

NodeId Names::defining_scope(NodeId at, std::string_view name) const {
  NodeId scope = model_.is_function(tree_, at) ? at : scopes_[at];
  for (;;) {
    if (scope == 0 || definitions_.contains(Key{scope, name})) return scope;
    scope = scopes_[scope];
  }
}

std::vector<NodeId> Names::functions(std::string_view name) const {
  std::vector<NodeId> found;
  const auto range = functions_.equal_range(std::string(name));
  for (auto it = range.first; it != range.second; ++it) found.push_back(it->second);
  return found;
}

}  // namespace assay::analysis
