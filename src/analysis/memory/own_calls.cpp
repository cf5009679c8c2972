#include <string>

#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

constexpr int kMaxCalls = 3;
/// Nodes of entered functions, for a whole file.
constexpr std::size_t kMaxEntered = 400'000;

}  // namespace

/// The function of this file that is called; kNone where there is none, or more than one of that name.
NodeId Walker::own_function(NodeId callee) const {
  if (callee == kNone || frame_ == nullptr || !tree_.is(callee, "identifier")) return kNone;
  std::vector<NodeId> found = file_.names.functions(tree_.text(callee));
  if (found.empty()) {
    // `void (*report)(int) = print_it;`
    NodeId value = file_.names.single_value(callee);
    if (value == kNone) return kNone;
    value = strip(value);
    if (value != kNone && tree_.is(value, "pointer_expression")) value = tree_.child(value, "argument");
    if (value == kNone || !tree_.is(value, "identifier")) return kNone;
    found = file_.names.functions(tree_.text(value));
  }
  if (found.size() != 1 || !tree_.is(found[0], "function_definition")) return kNone;
  return found[0];
}

/// Walks through a function of the file with what is known of the arguments; false where that is too much.
bool Walker::enter(NodeId call, NodeId function, const std::vector<NodeId>& arguments, State& state) {
  const NodeId body = tree_.child(function, "body");
  if (body == kNone || tree_.has_error(body)) return false;
  int depth = 0;
  for (const Frame* f = frame_; f != nullptr; f = f->outer, ++depth) {
    if (f->function == function || depth >= kMaxCalls) return false;
  }
  const std::vector<NodeId> parameters = file_.model.parameters(tree_, function);
  if (parameters.size() < arguments.size()) return false;
  entered_ += tree_.subtree_end(body) - body;
  if (entered_ > kMaxEntered) return false;

  // What `name` is called inside: its fields go along, and what it points to.
  const auto carry = [](const State& from, State& to, const std::string& outside, const std::string& inside,
                        bool address) {
    for (const auto& [key, fact] : from.facts) {
      if (address) {
        if (key == outside) to.facts["*" + inside] = fact;
        if (key.starts_with(outside + ".")) to.facts[inside + "->" + key.substr(outside.size() + 1)] = fact;
      } else if (key == outside || key.starts_with(outside + ".") || key.starts_with(outside + "->")) {
        to.facts[inside + key.substr(outside.size())] = fact;
      } else if (key == "*" + outside) {
        to.facts["*" + inside] = fact;
      }
    }
  };
  State inside;
  struct Passed {
    std::string outside;
    std::string inside;
    bool address;
    int object;
  };
  std::vector<Passed> passed;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const NodeId name = tree_.is(parameters[i], "parameter_declaration")
                            ? file_.model.declared_name(tree_, tree_.child(parameters[i], "declarator"))
                            : kNone;
    NodeId argument = strip(arguments[i]);
    if (argument == kNone) continue;
    const bool address = tree_.is(argument, "pointer_expression") && tree_.text(argument).starts_with('&');
    if (address) argument = tree_.child(argument, "argument");
    const std::string key = key_of(argument);
    if (name == kNone) {
      if (!key.empty()) state.forget(key);
      continue;
    }
    const std::string parameter(tree_.text(name));
    if (references_of(function).contains(parameter)) {
      // Read or set in there, and who would say which: nothing is known of it from now on.
      if (!key.empty()) state.forget(key);
      continue;
    }
    if (address) {
      Fact pointer_fact;
      pointer_fact.null = Null::not_null;
      inside.facts[parameter] = pointer_fact;
    } else {
      // An argument is read when it is passed.
      if (tree_.is(argument, "identifier")) read(argument, state);
      Fact fact = value_of(argument, state);
      fact.handed_on = true;
      fact.used = 0;
      inside.facts[parameter] = fact;
    }
    if (key.empty()) continue;
    carry(state, inside, key, parameter, address);
    if (Fact* fact = inside.find(parameter)) fact->array = false;
    const Fact* outer = state.find(key);
    passed.push_back({key, parameter, address, outer == nullptr ? 0 : outer->object});
  }
  // Variables of the file are the same there.
  for (const auto& [key, fact] : state.facts) {
    const std::string_view base = std::string_view(key).substr(0, key.find_first_of(".-"));
    if (!base.starts_with('*') && !is_local(base)) inside.facts.emplace(key, fact);
  }
  for (auto& [key, fact] : inside.facts) {
    fact.used = 0;
    fact.maybe_unset = 0;  // the branches around the call are not those inside
  }
  inside.freed = state.freed;

  Frame frame;
  frame.function = function;
  frame.outer = frame_;
  frame_ = &frame;
  ++depth_;
  statement(body, inside);
  if (inside.live) leave(body, kNone, inside);
  --depth_;
  frame_ = frame.outer;
  results_[call] = frame.result;
  if (!frame.left.live) {
    state.live = false;
    return true;
  }

  for (const Passed& one : passed) {
    // What it points to may have changed; what the variable itself is, only by its address.
    if (one.address) {
      state.forget(one.outside);
    } else {
      state.forget_fields(one.outside);
      if (Fact* fact = state.find(one.outside)) {
        fact->unchecked = false;
        fact->uninitialized = false;
        fact->maybe_unset = 0;
        const Fact* after = frame.left.find(one.inside);
        const bool same = after != nullptr && after->object == fact->object && fact->object != 0;
        state.set_text(*fact, same ? after->text : std::nullopt, same ? after->filled : 0);
        fact->used = 0;
        if (!same || after->handed_on) fact->handed_on = true;
      }
    }
    for (const auto& [key, fact] : frame.left.facts) {
      if (one.address) {
        if (key == "*" + one.inside) state.facts[one.outside] = fact;
        if (key.starts_with(one.inside + "->"))
          state.facts[one.outside + "." + key.substr(one.inside.size() + 2)] = fact;
      } else if (key.starts_with(one.inside + "->")) {
        state.facts[one.outside + key.substr(one.inside.size())] = fact;
      }
    }
  }
  for (auto at = state.facts.begin(); at != state.facts.end();) {
    const std::string_view base = std::string_view(at->first).substr(0, at->first.find_first_of(".-"));
    const bool kept = base.starts_with('*') || is_local(base);
    at = kept ? std::next(at) : state.facts.erase(at);
  }
  for (const auto& [key, fact] : frame.left.facts) {
    const std::string_view base = std::string_view(key).substr(0, key.find_first_of(".-"));
    if (base.starts_with('*') || is_local(base)) continue;
    // Neither of the caller nor of the called.
    if (locals_of(function).contains(base)) continue;
    state.facts[key] = fact;
    state.facts[key].used = 0;
  }
  state.freed = frame.left.freed;
  for (auto& [key, fact] : state.facts) {
    if (fact.object == 0 || fact.freed != 0) continue;
    if (const auto freed = state.freed.find(fact.object); freed != state.freed.end())
      fact.freed = freed->second;
  }
  return true;
}

}  // namespace assay::analysis::memory
