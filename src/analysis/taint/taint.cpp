#include "analysis/taint/taint.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "analysis/rules/regex.hpp"

namespace assay::analysis {

struct TaintRule::Parts {
  struct Source {
    std::unique_ptr<Regex> resolve;
    std::unique_ptr<Regex> parameter;
    std::unique_ptr<Regex> parameter_of;
    std::string note;
  };
  struct Sink {
    std::unique_ptr<Regex> resolve;
    std::unique_ptr<Regex> literal;
    const TaintSpec::Sink* spec = nullptr;
    Conditions where;
  };
  std::vector<Source> sources;
  std::vector<Sink> sinks;
  std::unique_ptr<Regex> sanitizer;  ///< all of them as one expression; null for none
  bool assume_dynamic = false;
};

TaintRule::TaintRule() : parts_(std::make_unique<Parts>()) {}
TaintRule::~TaintRule() = default;

base::Result<std::unique_ptr<TaintRule>> TaintRule::compile(const Rule& rule, const Grammar& grammar,
                                                            bool strict) {
  std::unique_ptr<TaintRule> out(new TaintRule());
  out->rule_ = &rule;
  Parts& parts = *out->parts_;
  parts.assume_dynamic = rule.taint.assume_dynamic;
  std::string problem;
  const auto regex = [&](const std::string& pattern) {
    std::unique_ptr<Regex> built;
    if (pattern.empty()) return built;
    built = std::make_unique<Regex>(pattern);
    if (strict && problem.empty()) problem = built->error();
    return built;
  };
  for (const TaintSpec::Source& s : rule.taint.sources) {
    parts.sources.push_back({regex(s.resolve), regex(s.parameter), regex(s.parameter_of), s.note});
  }
  for (const TaintSpec::Sink& s : rule.taint.sinks) {
    auto where = Conditions::compile(s.where, grammar, {"call", "function", "arguments"}, strict);
    if (!where) return base::fail(where.error());
    parts.sinks.push_back({regex(s.resolve), regex(s.literal), &s, std::move(*where)});
  }
  std::string all;
  for (const TaintSpec::Sanitizer& s : rule.taint.sanitizers)
    all += (all.empty() ? "(?:" : "|(?:") + s.resolve + ")";
  parts.sanitizer = regex(all);
  if (!problem.empty()) return base::fail(base::Errc::invalid_argument, "bad regular expression: " + problem);
  return out;
}

namespace {

constexpr int kMaxDepth = 60;
constexpr std::size_t kMaxLiteral = 400;

/// How much is known of a value, in order of suspicion.
enum class Level : std::uint8_t {
  clean,    ///< constant, a number, or sanitized
  unknown,  ///< nothing is known
  built,    ///< text put together with unknown parts
  tainted,
};

struct Step {
  int line;
  std::string note;
  std::shared_ptr<const Step> before;
};

struct Value {
  Level level = Level::clean;
  std::shared_ptr<const Step> path;  ///< last step first
  std::string literal;               ///< constant parts of the text
  NodeId branch = 0;                 ///< where a variable got it: the innermost branch
};

/// Functions whose result can't carry an attack whatever goes in: numbers, truth values, lengths.
bool gives_harmless(std::string_view name) {
  static const Regex pattern(
      "(^|\\.)(int|float|bool|len|abs|round|ord|hash|id|isinstance|parseInt|parseFloat|Number|Boolean|Atoi|"
      "ParseInt|"
      "ParseFloat|ParseUint|ParseBool|parseLong|parseDouble|parseBoolean|valueOf|intval|floatval|count|"
      "strlen|size|"
      "length|sizeof|atoi|atol|strtol|strtoul|to_i|to_f|indexOf|lastIndexOf|compareTo|equals|"
      "equalsIgnoreCase|"
      "startsWith|endsWith|startswith|endswith|isdigit|isalnum|isEmpty|hashCode|hexdigest|uuid4|randomUUID|"
      "UUID|"
      "ToInt32|ToInt64|TryParse|fromString)$");
  return pattern.matches(name);
}

/// A test that only lets known-good values pass: membership, a match of a whole pattern, character classes.
bool is_guard(std::string_view condition) {
  static const Regex pattern(
      "\\b(not "
      ")?in\\b|\\.(includes|contains|has|containsKey|test|matches|match|fullmatch|isdigit|isalnum|isnumeric|"
      "is_file|startsWith|startswith|MatchString)\\(|\\bin_array\\(|preg_match\\(|ctype_|slices\\."
      "Contains\\(");
  return pattern.matches(condition);
}

bool looks_like_constant_name(std::string_view name) {
  bool letter = false;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') letter = true;
  }
  return letter && name.size() > 1;
}

/// Calls that put text together: their first argument or object is the format.
bool is_formatting(std::string_view name) {
  static const Regex pattern(
      "(^|\\.)(format|Format|Sprintf|Sprint|Errorf|formatted|sprintf|vsprintf|concat|Concat|join|append|"
      "Append|"
      "strings\\.Join|replace|push_str|format!)$");
  return pattern.matches(name);
}

/// Follows one rule through one function.
class Pass {
 public:
  Pass(const FileView& file, const TaintRule& rule, Findings& findings)
      : tree_(file.tree),
        model_(file.model),
        file_(file),
        rule_(rule),
        parts_(rule.parts()),
        findings_(findings) {}

  void run(NodeId function) {
    state_.clear();
    function_ = function;
    if (function != 0) add_parameters(function);
    // Twice: what a loop's end taints, its beginning sees in the second round.
    for (int round = 0; round < 2; ++round) walk(function);
  }

 private:
  std::string name_of(NodeId n) const { return file_.names.resolve(n); }
  std::string callee_of(NodeId call) const {
    std::string name = name_of(call);
    if (name.ends_with("()")) name.resize(name.size() - 2);
    return name;
  }

  void add_parameters(NodeId function) {
    std::uint32_t from = tree_.start(function);
    const NodeId holder = tree_.parent(function);
    if (holder != kNone && tree_.is(holder, "decorated_definition")) from = tree_.start(holder);
    const NodeId body = model_.third(tree_, function);
    const std::uint32_t to = body == kNone ? tree_.end(function) : tree_.start(body);
    const std::string_view header = tree_.text().substr(from, to > from ? to - from : 0);
    for (const NodeId parameter : model_.parameters(tree_, function)) {
      for (const auto& source : parts_.sources) {
        const bool hit = (source.parameter && source.parameter->matches(tree_.text(parameter))) ||
                         (source.parameter_of && source.parameter_of->matches(header));
        if (!hit) continue;
        const NodeId target =
            model_.role(tree_, parameter) == Role::parameter ? model_.first(tree_, parameter) : parameter;
        const NodeId name = target == kNone ? kNone : model_.declared_name(tree_, target);
        if (name == kNone || tree_.text(name) == "self" || tree_.text(name) == "cls") continue;
        state_[tree_.text(name)] = {Level::tainted, step(name, source.note, nullptr), {}, function};
        break;
      }
    }
  }

  std::shared_ptr<const Step> step(NodeId at, std::string note, std::shared_ptr<const Step> before) const {
    return std::make_shared<const Step>(
        Step{static_cast<int>(tree_.start_line(at)), std::move(note), std::move(before)});
  }

  /// Visits the function's nodes in source order; what is assigned takes effect where its statement ends.
  void walk(NodeId function) {
    std::vector<NodeId> pending;
    const NodeId begin = function == 0 ? 0 : function + 1;
    for (NodeId n = begin; n < tree_.subtree_end(function);) {
      while (!pending.empty() && n >= tree_.subtree_end(pending.back())) {
        assign(pending.back());
        pending.pop_back();
      }
      const Role r = model_.role(tree_, n);
      if (r == Role::function) {  // has its own turn
        n = tree_.subtree_end(n);
        continue;
      }
      if (r == Role::assignment || r == Role::variable || r == Role::update) {
        pending.push_back(n);
        check_assignment(n);
      } else if (r == Role::loop) {
        if (const NodeId target = model_.third(tree_, n), over = model_.first(tree_, n);
            target != kNone && over != kNone) {
          bind(target, evaluate(over, 0), n);
        }
      } else if (model_.is_call(tree_, n)) {
        check_call(n);
      } else if (r == Role::if_ || r == Role::elif) {
        guard(n);
      } else if (tree_.is(n, "as_pattern_target")) {
        const NodeId pattern = tree_.parent(n);
        if (const NodeId value = tree_.named_child(pattern, 0); value != kNone)
          bind(n, evaluate(value, 0), pattern);
      }
      ++n;
    }
    while (!pending.empty()) {
      assign(pending.back());
      pending.pop_back();
    }
  }

  NodeId branch_of(NodeId n) const {
    for (NodeId p = tree_.parent(n); p != kNone && p != function_; p = tree_.parent(p)) {
      switch (model_.role(tree_, p)) {
        case Role::if_:
        case Role::elif:
        case Role::else_:
        case Role::loop:
        case Role::case_:
        case Role::default_case:
        case Role::catch_:
        case Role::lambda:
          return p;
        default:
          break;
      }
    }
    return function_;
  }

  void guard(NodeId n) {
    const NodeId condition = model_.first(tree_, n);
    if (condition == kNone || !is_guard(tree_.text(condition))) return;
    for (NodeId c = condition; c < tree_.subtree_end(condition); ++c) {
      if (model_.role(tree_, c) != Role::identifier) continue;
      const auto found = state_.find(tree_.text(c));
      if (found != state_.end()) found->second = {};
    }
  }

  void assign(NodeId n) {
    const NodeId left = model_.first(tree_, n);
    const NodeId right = model_.second(tree_, n);
    if (left == kNone) return;
    if (right == kNone) {
      if (model_.role(tree_, n) == Role::variable) bind(left, {}, n);
      return;
    }
    Value value = evaluate(right, 0);
    if (model_.role(tree_, n) == Role::update) {
      Value old = evaluate(left, 0);
      if (old.level > value.level) std::swap(old, value);
      value.literal = old.literal + value.literal;
      if (value.level == Level::unknown && !value.literal.empty()) value.level = Level::built;
    }
    // a, b = x, y
    const bool many =
        model_.role(tree_, left) == Role::collection || tree_.kind_name(left).ends_with("_list");
    const bool pairs =
        model_.role(tree_, right) == Role::collection || tree_.kind_name(right).ends_with("_list");
    if (many && pairs && tree_.named_child_count(left) == tree_.named_child_count(right)) {
      for (std::size_t i = 0; i < tree_.named_child_count(left); ++i) {
        bind(tree_.named_child(left, i), evaluate(tree_.named_child(right, i), 0), n);
      }
      return;
    }
    bind(left, std::move(value), n);
  }

  void bind(NodeId target, Value value, NodeId at) {
    const Role r = model_.role(tree_, target);
    const std::string_view kind = tree_.kind_name(target);
    if (r != Role::identifier &&
        (r == Role::collection || kind.ends_with("_list") || kind.ends_with("pattern"))) {
      for (const NodeId one : tree_.named_children(target)) bind(one, value, at);
      return;
    }
    std::string_view name;
    bool whole = true;
    if (r == Role::member) {
      name = tree_.text(target);
    } else if (r == Role::subscript) {  // an element taints its container
      const NodeId object = model_.first(tree_, target);
      if (object == kNone) return;
      name = tree_.text(object);
      whole = false;
    } else {
      const NodeId identifier = model_.declared_name(tree_, target);
      if (identifier == kNone) return;
      name = tree_.text(identifier);
    }
    value.branch = branch_of(at);
    if (value.level >= Level::built) {
      value.path = step(at, "assigned to " + std::string(name), value.path);
    }
    const auto found = state_.find(name);
    if (found == state_.end()) {
      state_.emplace(name, std::move(value));
      return;
    }
    // A cleaner value only counts where every way to the old one comes past it.
    const bool covers =
        whole && (value.branch == function_ || tree_.contains(value.branch, found->second.branch));
    if (value.level >= found->second.level || covers) found->second = std::move(value);
  }

  bool is_sanitizer(std::string_view name) const {
    return parts_.sanitizer && parts_.sanitizer->matches(name);
  }

  /// Tainted where the name is a source's.
  bool source(std::string_view name, NodeId at, Value& out) const {
    if (name.empty()) return false;
    for (const auto& s : parts_.sources) {
      if (!s.resolve || !s.resolve->matches(name)) continue;
      out = {Level::tainted, step(at, s.note, nullptr), {}, 0};
      return true;
    }
    return false;
  }

  Value any_of(const std::vector<NodeId>& nodes, int depth) const {
    Value worst;
    for (const NodeId n : nodes) {
      Value one = evaluate(n, depth);
      std::string literal = worst.literal + one.literal;
      if (one.level > worst.level) worst = std::move(one);
      if (literal.size() > kMaxLiteral) literal.resize(kMaxLiteral);
      worst.literal = std::move(literal);
    }
    return worst;
  }

  static Value built(Value value) {
    if (value.level == Level::unknown) value.level = Level::built;
    return value;
  }

  Value evaluate(NodeId expression, int depth) const {
    if (expression == kNone || depth > kMaxDepth) return {};
    const NodeId n = model_.strip(tree_, expression);
    switch (model_.role(tree_, n)) {
      case Role::number:
      case Role::literal:
      case Role::lambda:
      case Role::comment:
        return {};
      case Role::string:
        return string(n, depth);
      case Role::identifier:
        return identifier(n);
      case Role::member:
      case Role::subscript: {
        Value found;
        if (source(name_of(n), n, found)) return found;
        if (const auto known = state_.find(tree_.text(n)); known != state_.end()) return known->second;
        if (looks_like_constant_name(
                tree_.text(model_.second(tree_, n) == kNone ? n : model_.second(tree_, n))))
          return {};
        Value value = evaluate(model_.first(tree_, n), depth + 1);
        value.literal.clear();
        if (value.level == Level::clean)
          value.level = model_.role(tree_, n) == Role::member ? Level::unknown : Level::clean;
        return value;
      }
      case Role::call:
      case Role::method_call:
      case Role::creation:
        return call(n, depth);
      case Role::binary:
        return binary(n, depth);
      case Role::unary: {
        const std::string_view op = model_.operator_text(tree_, n);
        return op == "!" || op == "not" ? Value{} : evaluate(model_.first(tree_, n), depth + 1);
      }
      case Role::ternary:
        return any_of({model_.second(tree_, n), model_.third(tree_, n)}, depth + 1);
      default:
        return any_of(tree_.named_children(n), depth + 1);
    }
  }

  Value identifier(NodeId n) const {
    const std::string_view name = tree_.text(n);
    if (const auto known = state_.find(name); known != state_.end()) return known->second;
    Value found;
    if (source(name_of(n), n, found)) return found;
    if (auto text = file_.names.string_value(n)) return {Level::clean, nullptr, std::move(*text), 0};
    if (file_.names.number_value(n) || looks_like_constant_name(name)) return {};
    return {Level::unknown, nullptr, {}, 0};
  }

  Value string(NodeId n, int depth) const {
    Value value;
    std::vector<NodeId> parts;
    std::string literal;
    for (NodeId c = n + 1; c < tree_.subtree_end(n);) {
      const Role r = model_.role(tree_, c);
      if (r == Role::interpolation || r == Role::identifier || r == Role::member || r == Role::subscript) {
        parts.push_back(r == Role::interpolation && model_.first(tree_, c) != kNone ? model_.first(tree_, c)
                                                                                    : c);
        literal += "?";
        c = tree_.subtree_end(c);
      } else {
        if (tree_.first_child(c) == kNone && tree_.is_named(c)) literal += tree_.text(c);
        ++c;
      }
    }
    if (!parts.empty()) value = built(any_of(parts, depth + 1));
    if (value.level == Level::built && !value.path)
      value.path = step(n, "text with parts that are not constant", nullptr);
    value.literal =
        literal.empty() ? std::string(tree_.text(n).substr(0, kMaxLiteral)) : literal.substr(0, kMaxLiteral);
    return value;
  }

  Value binary(NodeId n, int depth) const {
    const std::string_view op = model_.operator_text(tree_, n);
    static constexpr std::string_view kText[] = {"+", ".", "..", "%", "<<", "++", "~", "&"};
    static constexpr std::string_view kEither[] = {"||", "or", "??", "?:", "&&", "and"};
    const NodeId left = model_.first(tree_, n);
    const NodeId right = model_.second(tree_, n);
    if (std::find(std::begin(kEither), std::end(kEither), op) != std::end(kEither))
      return any_of({left, right}, depth + 1);
    if (std::find(std::begin(kText), std::end(kText), op) == std::end(kText)) return {};
    Value a = evaluate(left, depth + 1);
    Value b = evaluate(right, depth + 1);
    std::string literal = a.literal + (b.literal.empty() ? "?" : b.literal);
    const bool text = !a.literal.empty() || !b.literal.empty();
    Value worst = a.level >= b.level ? std::move(a) : std::move(b);
    if (text) worst = built(std::move(worst));
    if (worst.level == Level::built && !worst.path)
      worst.path = step(n, "parts that are not constant", nullptr);
    worst.literal = text ? literal.substr(0, kMaxLiteral) : std::string{};
    return worst;
  }

  Value call(NodeId n, int depth) const {
    const std::string name = callee_of(n);
    if (is_sanitizer(name)) return {};
    Value found;
    if (source(name, n, found)) return found;
    if (gives_harmless(name)) return {};
    const NodeId object = receiver(n);
    std::vector<NodeId> arguments = model_.arguments(tree_, n);
    Value worst = object == kNone ? Value{} : evaluate(object, depth + 1);
    Value given = any_of(arguments, depth + 1);
    const bool formatting = is_formatting(name);
    const bool on_text = !worst.literal.empty();
    std::string literal = worst.literal + given.literal;
    if (given.level > worst.level) worst = std::move(given);
    if (formatting && !literal.empty()) {
      worst = built(std::move(worst));
      if (worst.level == Level::built && !worst.path) {
        worst.path = step(n, "text formatted with parts that are not constant", nullptr);
      }
      worst.literal = literal.substr(0, kMaxLiteral);
      return worst;
    }
    worst.literal = on_text ? literal.substr(0, kMaxLiteral) : std::string{};
    if (worst.level == Level::clean && !on_text) worst.level = Level::unknown;
    // What some function makes of text put together elsewhere is anybody's guess; data from outside stays
    // suspect.
    if (worst.level == Level::built && !on_text) worst = {Level::unknown, nullptr, {}, 0};
    return worst;
  }

  NodeId receiver(NodeId call_node) const {
    const Role r = model_.role(tree_, call_node);
    if (r == Role::method_call) return model_.first(tree_, call_node);
    if (r != Role::call) return kNone;
    const NodeId function = model_.first(tree_, call_node);
    return function != kNone && model_.role(tree_, function) == Role::member ? model_.first(tree_, function)
                                                                             : kNone;
  }

  void report(NodeId at, const Value& value, const Captures& captures) {
    Findings::Extra extra;
    for (const Step* s = value.path.get(); s != nullptr; s = s->before.get())
      extra.trace.push_back({s->line, s->note});
    std::reverse(extra.trace.begin(), extra.trace.end());
    extra.trace.push_back({static_cast<int>(tree_.start_line(at)), "used here"});
    std::string source_note = value.path ? extra.trace.front().note : std::string("data");
    extra.values.emplace_back("source", std::move(source_note));
    if (value.level != Level::tainted) extra.confidence = rule_.rule().confidence * 0.75;
    findings_.add(rule_.rule(), at, captures, extra);
  }

  bool harmful(const Value& value) const {
    return value.level == Level::tainted || (value.level == Level::built && parts_.assume_dynamic);
  }

  void check_call(NodeId n) {
    std::string name;
    for (const auto& sink : parts_.sinks) {
      if (sink.spec->assignment) continue;
      if (name.empty()) name = callee_of(n);
      if (name.empty() || !sink.resolve->matches(name)) continue;
      Captures captures;
      captures.root = n;
      captures.nodes.emplace_back("call", n);
      const NodeId function =
          model_.role(tree_, n) == Role::method_call ? model_.second(tree_, n) : model_.first(tree_, n);
      if (function != kNone) captures.nodes.emplace_back("function", function);
      const NodeId list =
          model_.role(tree_, n) == Role::method_call ? model_.third(tree_, n) : model_.second(tree_, n);
      if (list != kNone) captures.nodes.emplace_back("arguments", list);
      if (!sink.where.hold(file_, captures)) continue;
      int position = 0;
      for (const NodeId argument : model_.arguments(tree_, n)) {
        bool wanted = sink.spec->arguments.empty() && sink.spec->keywords.empty();
        const NodeId keyword =
            model_.role(tree_, argument) == Role::argument ? model_.second(tree_, argument) : kNone;
        if (keyword != kNone) {
          const auto& words = sink.spec->keywords;
          wanted = wanted || std::find(words.begin(), words.end(), tree_.text(keyword)) != words.end();
        } else {
          const auto& places = sink.spec->arguments;
          wanted = wanted || std::find(places.begin(), places.end(), position) != places.end();
          ++position;
        }
        if (!wanted) continue;
        const Value value = evaluate(argument, 0);
        if (!harmful(value)) continue;
        if (sink.literal && !sink.literal->matches(value.literal)) continue;
        report(n, value, captures);
        return;
      }
    }
  }

  void check_assignment(NodeId n) {
    for (const auto& sink : parts_.sinks) {
      if (!sink.spec->assignment) continue;
      const NodeId left = model_.first(tree_, n);
      const NodeId right = model_.second(tree_, n);
      if (left == kNone || right == kNone || !sink.resolve->matches(name_of(left))) continue;
      const Value value = evaluate(right, 0);
      if (!harmful(value) || (sink.literal && !sink.literal->matches(value.literal))) continue;
      report(n, value, Captures{n, {}});
    }
  }

  const Tree& tree_;
  const Model& model_;
  const FileView& file_;
  const TaintRule& rule_;
  const TaintRule::Parts& parts_;
  Findings& findings_;
  NodeId function_ = 0;
  std::unordered_map<std::string_view, Value> state_;
};

/// The rules that have a sink in this file at all.
std::vector<const TaintRule*> with_sinks(const FileView& file, const std::vector<const TaintRule*>& rules) {
  std::vector<std::string> names;
  for (NodeId n = 0; n < file.tree.size(); ++n) {
    const Role r = file.model.role(file.tree, n);
    if (r == Role::assignment || r == Role::update || r == Role::variable) {
      const NodeId left = file.model.first(file.tree, n);
      if (left != kNone && file.model.role(file.tree, left) == Role::member)
        names.push_back(file.names.resolve(left));
    } else if (file.model.is_call(file.tree, n)) {
      std::string name = file.names.resolve(n);
      if (name.ends_with("()")) name.resize(name.size() - 2);
      names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<const TaintRule*> found;
  for (const TaintRule* rule : rules) {
    const auto& sinks = rule->parts().sinks;
    const bool any = std::any_of(sinks.begin(), sinks.end(), [&](const auto& sink) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return sink.resolve->matches(name); });
    });
    if (any) found.push_back(rule);
  }
  return found;
}

}  // namespace

void run_taint(const FileView& file, const std::vector<const TaintRule*>& rules, Findings& findings) {
  for (const TaintRule* rule : with_sinks(file, rules)) {
    Pass pass(file, *rule, findings);
    pass.run(0);
    for (NodeId n = 0; n < file.tree.size(); ++n) {
      if (file.model.role(file.tree, n) == Role::function) pass.run(n);
    }
  }
}

}  // namespace assay::analysis
