#include "analysis/names/names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace assay::analysis {
namespace {

constexpr int kMaxDepth = 12;

bool is_self(std::string_view text) { return text == "self" || text == "this" || text == "$this"; }

}  // namespace

Names::Names(const Tree& tree, const Model& model)
    : tree_(tree), model_(model), imports_(collect_imports(tree, model)) {
  for (std::size_t i = 0; i < imports_.size(); ++i) {
    if (!imports_[i].local.empty()) import_of_.emplace(imports_[i].local, i);
  }
  collect();
}

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
  if (r == Role::member || r == Role::subscript) return;
  const NodeId name = model_.declared_name(tree_, target);
  if (name == kNone) return;
  const NodeId scope = holder != kNone && model_.is_function(tree_, holder) ? holder
                       : scopes_[name] == 0                                 ? scopes_[target]
                                                                            : scopes_[name];
  NodeId where = scope;
  // Python's and Go's assignments to a name of an outer function stay apart: close enough for what reads
  // this.
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
  return all != nullptr && all->size() == 1 ? all->front().value : kNone;
}

std::string Names::declared_type(NodeId identifier) const {
  const std::vector<Definition>* all = definitions(identifier, tree_.text(identifier));
  if (all == nullptr) return {};
  const Definition* best = nullptr;
  for (const Definition& one : *all) {
    if (one.type == kNone) continue;
    const bool before = tree_.start(one.name) <= tree_.start(identifier);
    if (best == nullptr || before) best = &one;
  }
  return best == nullptr ? std::string{} : resolve_type(best->type);
}

const std::string* Names::imported(std::string_view name) const {
  const auto found = import_of_.find(name);
  return found == import_of_.end() ? nullptr : &imports_[found->second].qualified;
}

std::string Names::resolve_type(NodeId type) const {
  std::string name;
  for (const char c : tree_.text(type)) {
    if (c == '<' || c == '[') break;
    if (c == '*' || c == '&' || c == '?' || c == ' ' || c == '\n') continue;
    name += c;
  }
  if (name.starts_with(':')) name.erase(0, 1);
  for (std::size_t at = name.find("::"); at != std::string::npos; at = name.find("::"))
    name.replace(at, 2, ".");
  const std::size_t dot = name.find('.');
  if (const std::string* full = imported(std::string_view(name).substr(0, dot))) {
    return dot == std::string::npos ? *full : *full + name.substr(dot);
  }
  if (name == "var" || name == "auto" || name == "let" || name == "const" || name == "val") return {};
  return name;
}

std::string Names::resolve(NodeId expression) const { return resolve(expression, 0); }

std::string Names::resolve_identifier(NodeId identifier, int depth) const {
  const std::string_view name = tree_.text(identifier);
  const std::vector<Definition>* all = definitions(identifier, name);
  if (all != nullptr) {
    const std::string type = declared_type(identifier);
    if (!type.empty()) return type;
    if (all->size() == 1 && all->front().value != kNone && !tree_.contains(all->front().holder, identifier)) {
      const NodeId value = model_.strip(tree_, all->front().value);
      const Role r = model_.role(tree_, value);
      if (r == Role::identifier || r == Role::member || r == Role::call || r == Role::method_call ||
          r == Role::creation || r == Role::collection || r == Role::string) {
        std::string found = resolve(value, depth + 1);
        if (!found.empty()) return found;
      }
    }
    if (all->front().parameter || scopes_[all->front().name] != 0) return std::string(name);
  }
  if (const std::string* full = imported(name)) return *full;
  return std::string(name);
}

std::string Names::resolve(NodeId expression, int depth) const {
  if (depth > kMaxDepth) return {};
  const NodeId n = model_.strip(tree_, expression);
  if (n == kNone) return {};
  switch (model_.role(tree_, n)) {
    case Role::identifier:
      return resolve_identifier(n, depth);
    case Role::member: {
      const NodeId object = model_.first(tree_, n);
      const NodeId name = model_.second(tree_, n);
      if (name == kNone) return {};
      if (object == kNone) return std::string(tree_.text(name));  // C++: ::name
      if (is_self(tree_.text(object))) {
        const auto found = definitions_.find(Key{0, tree_.text(n)});
        if (found != definitions_.end() && found->second.size() == 1 &&
            found->second.front().value != kNone) {
          std::string value = resolve(found->second.front().value, depth + 1);
          if (!value.empty()) return value;
        }
      }
      const std::string base = resolve(object, depth + 1);
      std::string last = resolve(name, kMaxDepth);
      if (last.empty() || model_.role(tree_, name) == Role::identifier) last = tree_.text(name);
      return base.empty() ? base : base + "." + last;
    }
    case Role::subscript: {
      const NodeId object = model_.first(tree_, n);
      const std::string base = object == kNone ? "" : resolve(object, depth + 1);
      return base.empty() ? base : base + "[]";
    }
    case Role::call: {
      const NodeId function = model_.first(tree_, n);
      if (function == kNone) return {};
      if (tree_.text(function) == "require" || tree_.is(function, "import")) {
        const std::vector<NodeId> arguments = model_.arguments(tree_, n);
        if (arguments.size() == 1) {
          if (auto module = string_value(arguments[0], depth + 1)) {
            return module->starts_with("node:") ? module->substr(5) : *module;
          }
        }
      }
      const std::string base = resolve(function, depth + 1);
      return base.empty() ? base : base + "()";
    }
    case Role::method_call: {
      const NodeId object = model_.first(tree_, n);
      const NodeId name = model_.second(tree_, n);
      if (name == kNone) return object == kNone ? std::string{} : resolve(object, depth + 1) + "()";
      if (object == kNone) {
        const std::string* full = imported(tree_.text(name));
        return (full != nullptr ? *full : std::string(tree_.text(name))) + "()";
      }
      const std::string base = resolve(object, depth + 1);
      return (base.empty() ? "?" : base) + "." + std::string(tree_.text(name)) + "()";
    }
    case Role::creation: {
      const NodeId type = model_.first(tree_, n);
      if (type == kNone) return {};
      const Role r = model_.role(tree_, type);
      return r == Role::identifier || r == Role::member ? resolve(type, depth + 1) : resolve_type(type);
    }
    case Role::string:
      return "<string>";
    case Role::number:
      return "<number>";
    case Role::collection:
      return "<collection>";
    case Role::interpolation:
    case Role::none: {
      // this, self, super, type names and keywords that act as names
      const std::string_view text = tree_.text(n);
      if (tree_.first_child(n) == kNone && text.size() <= 100) {
        const std::string* full = imported(text);
        return full != nullptr ? *full : std::string(text);
      }
      const std::string_view kind = tree_.kind_name(n);
      if (kind.ends_with("type_identifier") || kind.ends_with("qualified_name") ||
          kind == "scoped_identifier" || kind == "generic_type" || kind == "template_function" ||
          kind == "qualified_type") {
        return resolve_type(n);
      }
      return {};
    }
    default:
      return {};
  }
}

std::optional<std::string> Names::string_value(NodeId expression) const {
  return string_value(expression, 0);
}

std::optional<std::string> Names::string_value(NodeId expression, int depth) const {
  if (depth > kMaxDepth || expression == kNone) return std::nullopt;
  const NodeId n = model_.strip(tree_, expression);
  if (n == kNone) return std::nullopt;
  switch (model_.role(tree_, n)) {
    case Role::string:
      return literal_content(tree_, model_, n);
    case Role::identifier: {
      const NodeId value = single_value(n);
      if (value == kNone || tree_.contains(value, n)) return std::nullopt;
      return string_value(value, depth + 1);
    }
    case Role::collection: {
      if (!tree_.is(n, "concatenated_string")) return std::nullopt;
      std::string all;
      for (const NodeId c : tree_.named_children(n)) {
        auto part = string_value(c, depth + 1);
        if (!part) return std::nullopt;
        all += *part;
      }
      return all;
    }
    case Role::binary: {
      const std::string_view op = model_.operator_text(tree_, n);
      if (op != "+" && op != "." && op != "..") return std::nullopt;
      auto left = string_value(model_.first(tree_, n), depth + 1);
      auto right = left ? string_value(model_.second(tree_, n), depth + 1) : std::nullopt;
      if (!right) return std::nullopt;
      return *left + *right;
    }
    default:
      return std::nullopt;
  }
}

std::optional<double> Names::number_value(NodeId expression) const { return number_value(expression, 0); }

std::optional<double> Names::number_value(NodeId expression, int depth) const {
  if (depth > kMaxDepth || expression == kNone) return std::nullopt;
  const NodeId n = model_.strip(tree_, expression);
  if (n == kNone) return std::nullopt;
  switch (model_.role(tree_, n)) {
    case Role::number: {
      std::string text;
      for (const char c : tree_.text(n)) {
        if (c != '_' && c != '\'') text += c;
      }
      int base = 10;
      std::size_t skip = 0;
      if (text.size() > 2 && text[0] == '0') {
        const char mark = text[1];
        if (mark == 'x' || mark == 'X') base = 16;
        if (mark == 'o' || mark == 'O') base = 8;
        if (mark == 'b' || mark == 'B') base = 2;
        if (base != 10) skip = 2;
      }
      const bool octal =
          text.size() > 1 && text[0] == '0' && text.find_first_not_of("01234567") == std::string::npos;
      if (octal) base = 8;
      if (base != 10) {
        unsigned long long value = 0;
        const auto read = std::from_chars(text.data() + skip, text.data() + text.size(), value, base);
        if (read.ec != std::errc{}) return std::nullopt;
        return static_cast<double>(value);
      }
      double value = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
      if (read.ec != std::errc{}) return std::nullopt;
      return value;
    }
    case Role::identifier: {
      const NodeId value = single_value(n);
      if (value == kNone || tree_.contains(value, n)) return std::nullopt;
      return number_value(value, depth + 1);
    }
    case Role::unary: {
      const auto value = number_value(model_.first(tree_, n), depth + 1);
      const std::string_view op = model_.operator_text(tree_, n);
      if (!value || (op != "-" && op != "+")) return std::nullopt;
      return op == "-" ? -*value : *value;
    }
    case Role::binary: {
      const std::string_view op = model_.operator_text(tree_, n);
      const auto left = number_value(model_.first(tree_, n), depth + 1);
      const auto right = left ? number_value(model_.second(tree_, n), depth + 1) : std::nullopt;
      if (!right) return std::nullopt;
      if (op == "+") return *left + *right;
      if (op == "-") return *left - *right;
      if (op == "*") return *left * *right;
      if (op == "/" && *right != 0) return *left / *right;
      if (op == "<<" && *right >= 0 && *right < 64) return *left * std::exp2(*right);
      if (op == "**" || op == "^")
        return op == "**" ? std::optional<double>(std::pow(*left, *right)) : std::nullopt;
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::vector<NodeId> Names::functions(std::string_view name) const {
  std::vector<NodeId> found;
  const auto range = functions_.equal_range(std::string(name));
  for (auto it = range.first; it != range.second; ++it) found.push_back(it->second);
  return found;
}

}  // namespace assay::analysis
