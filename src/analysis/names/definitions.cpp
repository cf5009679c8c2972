#include "analysis/names/names.hpp"

namespace assay::analysis {
namespace {

bool is_self(std::string_view text) { return text == "self" || text == "this" || text == "$this"; }

/// Languages in which an assignment to a name of an outer function means that one, unless it is declared
/// anew.
bool assigns_outward(core::Language language) {
  return language != core::Language::python && language != core::Language::php;
}

}  // namespace

void Names::collect() {
  scopes_.resize(tree_.size());
  NodeId scope = 0;
  for (NodeId n = 0; n < tree_.size(); ++n) {
    while (scope != 0 && n >= tree_.subtree_end(scope)) scope = scopes_[scope];
    scopes_[n] = scope;
    switch (model_.role(tree_, n)) {
      case Role::function:
        functions_.emplace(model_.function_name(tree_, n), n);
        [[fallthrough]];
      case Role::lambda:
        scope = n;
        define_parameters(n);
        break;
      case Role::assignment:
        define(model_.first(tree_, n), model_.second(tree_, n), model_.third(tree_, n), n, false);
        break;
      case Role::update:
        define(model_.first(tree_, n), kNone, kNone, n, false);
        break;
      case Role::variable:
        define(model_.first(tree_, n), model_.second(tree_, n), model_.third(tree_, n), n, false);
        break;
      case Role::loop:
        if (const NodeId target = model_.third(tree_, n);
            target != kNone && model_.role(tree_, target) != Role::variable) {
          define(target, kNone, tree_.child(n, "type"), n, false);
        }
        break;
      case Role::catch_:
        if (const NodeId target = model_.third(tree_, n); target != kNone)
          define(target, kNone, kNone, n, false);
        break;
      default:
        if (tree_.is(n, "preproc_def")) {
          define(tree_.child(n, "name"), tree_.child(n, "value"), kNone, n, false);
        }
        // C: a declaration without a value is a bare declarator.
        if (tree_.is(n, "declaration")) {
          for (NodeId c : tree_.children(n)) {
            if (tree_.grammar().field_name(tree_.field(c)) == "declarator" &&
                model_.role(tree_, c) != Role::variable) {
              define(c, kNone, tree_.child(n, "type"), n, false);
            }
          }
        } else if (tree_.is(n, "as_pattern_target")) {
          const NodeId pattern = tree_.parent(n);
          define(tree_.named_child(n, 0), tree_.named_child(pattern, 0), kNone, pattern, false);
        }
        break;
    }
  }
}

void Names::define(NodeId target, NodeId value, NodeId type, NodeId holder, bool parameter) {
  if (target == kNone) return;
  const Role r = model_.role(tree_, target);
  // Go: `const a = 1` has a list of one value.
  if (value != kNone && r == Role::identifier && tree_.is(value, "expression_list") &&
      tree_.named_child_count(value) == 1) {
    value = tree_.named_child(value, 0);
  }
  // a, b = f() and a, b := 1, 2
  const std::string_view kind = tree_.kind_name(target);
  if (r != Role::identifier &&
      (r == Role::collection || kind.ends_with("_list") || kind.ends_with("pattern"))) {
    const std::vector<NodeId> targets = tree_.named_children(target);
    const bool pairwise = value != kNone && (model_.role(tree_, value) == Role::collection ||
                                             tree_.kind_name(value).ends_with("_list"));
    for (std::size_t i = 0; i < targets.size(); ++i) {
      NodeId one = kNone;
      if (pairwise) one = tree_.named_child(value, i);
      // Go: `rows, err := db.Query()`: the first name stands for the call.
      const std::size_t values = pairwise ? tree_.named_child_count(value) : 0;
      if (pairwise && values == 1 && targets.size() > 1) one = i == 0 ? tree_.named_child(value, 0) : kNone;
      define(targets[i], one, type, holder, parameter);
    }
    return;
  }
  if (r == Role::member &&
      is_self(tree_.text(model_.first(tree_, target) == kNone ? target : model_.first(tree_, target)))) {
    definitions_[{0, tree_.text(target)}].push_back({target, value, type, holder, parameter});
    return;
  }
  // Ruby: `c.key = value` calls a method of c and leaves c what it is.
  if (r == Role::member || r == Role::subscript || model_.is_call(tree_, target)) return;
  const NodeId name = model_.declared_name(tree_, target);
  if (name == kNone) return;
  const NodeId scope = holder != kNone && model_.is_function(tree_, holder) ? holder
                       : scopes_[name] == 0                                 ? scopes_[target]
                                                                            : scopes_[name];
  NodeId where = scope;
  // An assignment inside a closure to a variable that the function around it declares.
  const bool assigned = holder != kNone && (model_.role(tree_, holder) == Role::assignment ||
                                            model_.role(tree_, holder) == Role::update);
  if (assigned && where != 0 && !tree_.is(holder, "short_var_declaration") &&
      assigns_outward(model_.language()) && !definitions_.contains({where, tree_.text(name)})) {
    const NodeId outer = defining_scope(scopes_[where], tree_.text(name));
    if (definitions_.contains({outer, tree_.text(name)})) where = outer;
  }
  if (where == 0 && parameter) where = holder;
  definitions_[{where, tree_.text(name)}].push_back({name, value, type, holder, parameter});
}

void Names::define_parameters(NodeId function) {
  for (const NodeId parameter : model_.parameters(tree_, function)) {
    const bool shaped = model_.role(tree_, parameter) == Role::parameter;
    const NodeId target = shaped ? model_.first(tree_, parameter) : parameter;
    const NodeId name = target == kNone ? kNone : model_.declared_name(tree_, target);
    if (name == kNone) continue;
    definitions_[{function, tree_.text(name)}].push_back(
        {name, kNone, shaped ? model_.third(tree_, parameter) : kNone, function, true});
  }
}

}  // namespace assay::analysis
