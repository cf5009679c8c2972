#include "analysis/taint/interpreter.hpp"

#include <algorithm>
#include <optional>

#include "analysis/taint/reach.hpp"

namespace assay::analysis::taint {
namespace {

// The bounds of the work: calls entered, steps after which calls are no longer entered, steps of a whole
// file.
constexpr int kMaxCallDepth = 4;
constexpr std::size_t kEntrySteps = 40'000;
constexpr std::size_t kStepsPerFile = 3'000'000;

}  // namespace

Interpreter::Interpreter(const FileView& file, const Program& program, Values& values, const TaintSet& set,
                         Rules live)
    : file_(file), program_(program), values_(values), objects_(values), set_(set), live_(live) {
  names_.resize(program.codes.size());
}

bool Interpreter::spend() {
  ++steps_;
  ++entry_steps_;
  if (steps_ < kStepsPerFile) return true;
  exhausted_ = true;
  return false;
}

void Interpreter::run() {
  // Faults are found near to where they begin, and nearly every file is asked for them.
  entry_limit_ = only_faults() ? kEntrySteps / 8 : kEntrySteps;
  globals_.live = true;
  Frame frame;
  frame_ = &frame;
  eval(program_.top, globals_);
  frame_ = nullptr;
  globals_.live = true;
  globals_.cleared.clear();
  for (const Function& function : program_.functions) {
    if (file_.tree.text(function.node).find("return null") == std::string_view::npos) continue;
    std::string name = file_.model.function_name(file_.tree, function.node);
    if (!name.empty()) give_null_.push_back(std::move(name));
  }
  const bool only = only_faults();
  std::optional<const Reach> reach;
  if (!only) {
    reach.emplace(
        file_, program_, values_, set_, live_, globals_,
        [this](CodeId id) -> const Facts& { return facts_of(id, nullptr); },
        [this](const Function& function) { return may_begin_fault(function); });
  }
  for (const Function& function : program_.functions) {
    if (!function.entry || exhausted_) continue;
    if (only ? may_begin_fault(function) : reach->to_finding(function)) run_entry(function);
  }
}

bool Interpreter::only_faults() const { return (live_ & ~(set_.null_rules() | set_.zero_rules())) == 0; }

/// Only a function that speaks of null or sets something to 0 can begin a fault.
bool Interpreter::may_begin_fault(const Function& function) const {
  if ((live_ & (set_.null_rules() | set_.zero_rules())) == 0) return false;
  const std::string_view text = file_.tree.text(function.node);
  if (std::any_of(give_null_.begin(), give_null_.end(),
                  [text](const std::string& name) { return text.find(name) != std::string_view::npos; }))
    return true;
  return ((live_ & set_.null_rules()) != 0 && text.find("null") != std::string_view::npos) ||
         ((live_ & set_.zero_rules()) != 0 && text.find("= 0") != std::string_view::npos);
}

int Interpreter::depth() const {
  int depth = 0;
  for (const Frame* f = frame_; f != nullptr; f = f->outer) ++depth;
  return depth;
}

bool Interpreter::on_stack(NodeId function) const {
  for (const Frame* f = frame_; f != nullptr; f = f->outer) {
    if (f->function != nullptr && f->function->node == function) return true;
  }
  return false;
}

V Interpreter::source_parameter(const Function& function, const Parameter& parameter,
                                std::string_view header) {
  const Tree& tree = file_.tree;
  if (parameter.number && ((set_.number_rules() & live_) == 0 || is_limited(tree.text(parameter.node))))
    return values_.harmless();
  V value = nullptr;
  for (const auto& source : set_.parameters()) {
    if ((source.rules & live_) == 0) continue;
    const std::string_view text = source.of_function ? header : tree.text(parameter.node);
    if (!source.regex->matches(text)) continue;
    if (!source.unless.empty() && parameter.name != 0) {
      std::string pattern = source.unless;
      if (const std::size_t hole = pattern.find("{name}"); hole != std::string::npos)
        pattern.replace(hole, 6, text_of(parameter.name));
      if (Regex(pattern).matches(text)) continue;
    }
    const V one = values_.tainted(source.rules, values_.symbols().intern(tree.text(parameter.node)),
                                  static_cast<int>(tree.start_line(parameter.node)),
                                  values_.symbols().intern(source.spec->note));
    value = values_.join(value, one);
  }
  (void)function;
  if (parameter.number) return as_number(value);
  return value;
}

void Interpreter::bind_entry(const Function& function, State& state) {
  const std::string_view header = header_of(file_, function.node);
  for (const Parameter& parameter : function.parameters) {
    V value = source_parameter(function, parameter, header);
    if (value == nullptr) value = parameter.number ? values_.harmless() : values_.unknown();
    if (parameter.fallback != 0) eval(parameter.fallback, state);
    if (parameter.target != 0) {
      const Code& target = code(parameter.target);
      if (target.op == Op::name) {
        // An unknown parameter is left unset: then its name and declared type say what it is.
        if (value == values_.unknown()) {
          state.variables.erase(target.data);
        } else {
          state.variables.set(target.data, value);
        }
      } else {
        assign(parameter.target, value, state, target);
      }
    }
  }
}

/// Sets what the fields are declared with. A class that holds objects of its own kind, as its constants or
/// inside them, is looked at twice: what those hold is the same again.
void Interpreter::set_declared_fields(const Class& type, State& state) {
  if (type.fields == 0 || std::count(made_.begin(), made_.end(), type.node) >= 2) return;
  made_.push_back(type.node);
  eval(type.fields, state);
  made_.pop_back();
}

V Interpreter::default_instance(NodeId type, State& state, bool construct) {
  const auto found = program_.classes.find(type);
  if (found == program_.classes.end()) return values_.unknown();
  const ObjectId id = static_cast<ObjectId>(type) | 0x80000000U;
  Value made;
  made.object = id;
  const V self = values_.make<Value>(made);
  if (state.heap.find(id) != nullptr) return self;
  state.heap.set(id, objects_.make(Object::Shape::record, type));
  Frame frame;
  frame.self = self;
  frame.outer = frame_;
  frame_ = &frame;
  set_declared_fields(found->second, state);
  frame_ = frame.outer;
  state.live = true;
  if (construct && found->second.constructor != kNone && !on_stack(found->second.constructor)) {
    const Function& constructor = program_.functions[program_.function_of.at(found->second.constructor)];
    bind_entry(constructor, state);
    ++quiet_;  // it has its own turn
    run_body(constructor, self, state, 0);
    --quiet_;
    state.live = true;
  }
  return self;
}

void Interpreter::run_entry(const Function& function) {
  entry_steps_ = 0;
  State state = globals_;
  Frame outermost;
  frame_ = &outermost;
  V self = values_.unknown();
  if (function.type != kNone) {
    const auto type = program_.classes.find(function.type);
    const bool constructor = type != program_.classes.end() && type->second.constructor == function.node;
    // The methods of a class stand together, and the object before any of them is the same.
    const auto wanted = std::pair(function.type, !constructor);
    if (instance_of_ == wanted) {
      state = instance_state_;
    } else {
      default_instance(function.type, state, !constructor);
      instance_of_ = wanted;
      instance_state_ = state;
    }
    self = default_instance(function.type, state, false);
  }
  bind_entry(function, state);
  if (function.receiver != 0) assign(function.receiver, self, state, code(function.receiver));
  frame_ = nullptr;
  run_body(function, self, state, 0);
}

V Interpreter::run_body(const Function& function, V self, State& state, std::uint32_t context) {
  if (function.lambda) entered_.insert(function.node);
  Frame frame;
  frame.function = &function;
  frame.self = self;
  frame.context = context;
  frame.outer = frame_;
  frame_ = &frame;
  const V last = eval(function.body, state);
  V result = frame.result;
  if (state.live) {
    // Languages where the last expression is the value, and functions that are one expression.
    const core::Language language = file_.model.language();
    const Code& body = code(function.body);
    const bool expression = body.op != Op::block || language == core::Language::ruby ||
                            language == core::Language::rust || language == core::Language::scala ||
                            language == core::Language::kotlin;
    if (expression && last != nullptr && body.op != Op::return_) {
      look_at_kept(last, function.body, state);
      result = values_.join(result, last);
      const CodeId final_one =
          body.op == Op::block && body.count > 0 ? program_.child(body, body.count - 1) : 0;
      check_return(last, final_one == 0 ? body : code(final_one), state);
    }
  }
  frame_ = frame.outer;
  join_into(state, frame.returned, values_);
  if (frame.returned.live && !state.live) state = std::move(frame.returned);
  return result == nullptr ? values_.harmless() : result;
}

void Interpreter::bind_arguments(const Function& function, const std::vector<V>& values,
                                 const std::vector<CodeId>& codes, State& state) {
  std::size_t position = 0;
  for (const Parameter& parameter : function.parameters) {
    V value = nullptr;
    for (std::size_t i = 0; i < codes.size() && i < values.size(); ++i) {
      if (code(codes[i]).op == Op::keyword && parameter.name != 0 && code(codes[i]).data == parameter.name)
        value = values[i];
    }
    if (value == nullptr && parameter.rest) {
      std::vector<V> rest;
      for (; position < values.size(); ++position) rest.push_back(values[position]);
      value = allocate(parameter.target, objects_.list(rest), state);
    } else if (value == nullptr) {
      while (position < values.size() && position < codes.size() && code(codes[position]).op == Op::keyword)
        ++position;
      if (position < values.size()) {
        value = values[position];
        const bool spread = position < codes.size() && code(codes[position]).op == Op::spread;
        if (!spread) ++position;
      } else if (parameter.fallback != 0) {
        value = eval(parameter.fallback, state);
      } else {
        value = values_.unknown();
      }
    }
    if (parameter.number) value = as_number(value);
    if (parameter.target != 0) assign(parameter.target, value, state, code(parameter.target));
  }
}

V Interpreter::call_function(NodeId node, V self, const std::vector<V>& values,
                             const std::vector<CodeId>& codes, CodeId at, State& state) {
  const auto found = program_.function_of.find(node);
  if (found == program_.function_of.end()) return nullptr;
  const Function& function = program_.functions[found->second];
  if (function.body == 0 || on_stack(node) || depth() > kMaxCallDepth || entry_steps_ > entry_limit_)
    return nullptr;
  const std::uint64_t key = (static_cast<std::uint64_t>(frame_->context) << 32) | at;
  const std::uint32_t context =
      contexts_.emplace(key, static_cast<std::uint32_t>(contexts_.size() + 1)).first->second;
  const Symbol note = values_.symbols().intern("passed to " + std::string(text_of(function.name)) + "()");
  std::vector<V> given;
  given.reserve(values.size());
  for (const V value : values) given.push_back(values_.with_step(value, line(code(at)), note));
  bind_arguments(function, given, codes, state);
  if (function.receiver != 0 && self != nullptr)
    assign(function.receiver, self, state, code(function.receiver));
  const V result = run_body(function, self == nullptr ? values_.unknown() : self, state, context);
  if (!function.lambda) {
    const NodeId scope = function.scope;
    state.variables.erase_if(
        [&](const auto& entry) { return program_.variables[entry.first].scope == scope; });
  }
  return result;
}

V Interpreter::run_callback(V function, const std::vector<V>& values, State& state) {
  const auto found = program_.function_of.find(function->function);
  if (found == program_.function_of.end()) return values_.unknown();
  const Function& called = program_.functions[found->second];
  if (called.body == 0 || on_stack(called.node) || nesting_ > 200 || entry_steps_ > entry_limit_ * 2)
    return values_.unknown();
  State inside = state;
  bind_arguments(called, values, {}, inside);
  // Further parameters are unknown, unless what the closure is given to says more: their names say what they
  // are.
  const bool any = values.size() < called.parameters.size() && !set_.parameters().empty();
  const std::string_view header = any ? header_of(file_, called.node) : std::string_view{};
  for (std::size_t i = values.size(); i < called.parameters.size(); ++i) {
    const Parameter& parameter = called.parameters[i];
    if (parameter.target == 0 || code(parameter.target).op != Op::name) continue;
    const V outside = any ? source_parameter(called, parameter, header) : nullptr;
    if (outside != nullptr && outside->taint != nullptr)
      inside.variables.set(code(parameter.target).data, outside);
    else
      inside.variables.erase(code(parameter.target).data);
  }
  const V result = run_body(called, frame_ == nullptr ? values_.unknown() : frame_->self, inside,
                            frame_ == nullptr ? 0 : frame_->context);
  // It may run or not, once or often.
  inside.live = state.live;
  join_into(state, inside, values_);
  return result;
}

void Interpreter::look_at_kept(V function, CodeId written, const State& state) {
  if (function == nullptr || function->function == kNone || code(written).op != Op::lambda || quiet_ != 0)
    return;
  State copy = state;
  run_callback(function, {}, copy);
}

NodeId Interpreter::find_method(NodeId type, Symbol name, std::size_t arguments) const {
  for (int depth = 0; type != kNone && depth < 6; ++depth) {
    const auto found = program_.classes.find(type);
    if (found == program_.classes.end()) return kNone;
    const auto method = found->second.methods.find(name);
    if (method != found->second.methods.end()) {
      // Of overloads, the one with as many parameters.
      NodeId best = method->second;
      const auto range = program_.functions_named.equal_range(name);
      for (auto it = range.first; it != range.second; ++it) {
        const Function& one = program_.functions[program_.function_of.at(it->second)];
        if (one.type == type && one.parameters.size() == arguments) best = it->second;
      }
      return best;
    }
    type = kNone;
    for (const Symbol base : found->second.bases) {
      const auto known = program_.class_named.find(base);
      if (known != program_.class_named.end()) type = known->second;
    }
  }
  return kNone;
}

Symbol Interpreter::full_name(CodeId id) {
  if (id >= names_.size()) return 0;
  if (names_[id] != 0) return names_[id];
  const Code& c = code(id);
  std::string name;
  if (c.op == Op::call && code(id).at != 0 && !file_.model.is_call(file_.tree, c.at)) {
    name = text_of(c.data);  // a word that acts like a function
  } else {
    name = file_.names.resolve(c.at);
    if (name.ends_with("()")) name.resize(name.size() - 2);
  }
  if (name.empty()) name = "?";
  names_[id] = values_.symbols().intern(name);
  return names_[id];
}

const Facts& Interpreter::facts_of(CodeId id, V base) {
  Symbol symbol = full_name(id);
  const auto of = [this](Symbol s) -> const Facts& {
    if (s >= facts_.size()) facts_.resize(std::max<std::size_t>(values_.symbols().size(), s + 1));
    if (facts_[s] == nullptr) facts_[s] = &set_.facts(text_of(s));
    return *facts_[s];
  };
  const Facts& facts = of(symbol);
  if (facts.any() || base == nullptr || base->name == 0) return facts;
  // What the object was called where it came from.
  std::string name(text_of(base->name));
  name += '.';
  name += text_of(code(id).data);
  return of(values_.symbols().intern(name));
}

}  // namespace assay::analysis::taint
