#include "analysis/taint/reach.hpp"

#include <algorithm>

namespace assay::analysis::taint {
namespace {

constexpr int kMaxDepth = 6;

}  // namespace

Reach::Reach(const FileView& file, const Program& program, const Values& values, const TaintSet& set,
             Rules live, const State& globals, FactsOf facts_of,
             const std::function<bool(const Function&)>& begins_fault)
    : file_(file),
      program_(program),
      values_(values),
      set_(set),
      live_(live),
      globals_(globals),
      facts_of_(std::move(facts_of)) {
  Index next = static_cast<Index>(program.functions.size());
  for (const auto& [node, type] : program.classes) classes_.emplace(node, next++);
  users_.resize(next);
  reaches_.resize(next);
  for (Index i = 0; i < program.functions.size(); ++i) {
    const Function& function = program.functions[i];
    look_at(function.body, i);
    for (const Parameter& parameter : function.parameters) {
      look_at(parameter.fallback, i);
      look_at(parameter.target, i);
    }
    // What a method is run on is made first.
    if (function.type != kNone) uses_node(i, function.type);
    if (begins_fault(function) || returns_to_sink(function)) reaches_[i] = true;
  }
  for (const auto& [node, type] : program.classes) {
    const Index i = classes_.at(node);
    look_at(type.fields, i);
    if (type.constructor != kNone) uses_node(i, type.constructor);
    for (const Symbol base : type.bases) uses_name(i, base);
    uses_object(i, static_cast<ObjectId>(node) | 0x80000000U, 0);
  }
  spread();
}

void Reach::look_at(CodeId from, Index user) {
  std::vector<CodeId> open = {from};
  while (!open.empty()) {
    const CodeId id = open.back();
    open.pop_back();
    if (id == 0) continue;
    look_at_one(id, user);
    const Code& code = program_.codes[id];
    for (std::uint32_t i = 0; i < code.count; ++i) open.push_back(program_.child(code, i));
  }
}

void Reach::look_at_one(CodeId id, Index user) {
  const Code& code = program_.codes[id];
  switch (code.op) {
    case Op::call:
    case Op::create:
      if (!reaches_[user] && is_sink(id, false)) reaches_[user] = true;
      uses_name(user, code.data);
      break;
    case Op::member:
    case Op::declare:
      uses_name(user, code.data);
      break;
    case Op::name:
      uses_name(user, program_.variables[code.data].name);
      if (const V* held = globals_.variables.find(code.data)) uses_value(user, *held, 0);
      break;
    case Op::constant:
      uses_value(user, program_.constants[code.data], 0);
      break;
    case Op::lambda:
      uses_node(user, code.data);
      break;
    case Op::index:
    case Op::size:
      if ((live_ & set_.number_rules()) != 0) reaches_[user] = true;
      break;
    case Op::assign:
      if (!reaches_[user] && is_sink(program_.child(code, 0), true)) reaches_[user] = true;
      break;
    default:
      break;
  }
}

void Reach::uses_name(Index user, Symbol name) {
  const auto range = program_.functions_named.equal_range(name);
  for (auto it = range.first; it != range.second; ++it) uses_node(user, it->second);
  const auto type = program_.class_named.find(name);
  if (type != program_.class_named.end()) uses_node(user, type->second);
}

void Reach::uses_node(Index user, NodeId node) {
  const auto function = program_.function_of.find(node);
  if (function != program_.function_of.end()) uses(user, function->second);
  const auto type = classes_.find(node);
  if (type != classes_.end()) uses(user, type->second);
}

void Reach::uses_value(Index user, V value, int depth) {
  if (value == nullptr) return;
  if (value->function != kNone) uses_node(user, value->function);
  // Too deep to look: as if it held a function with a sink.
  if (depth > kMaxDepth && (value->object != 0 || value->other != 0 || value->self != 0)) {
    reaches_[user] = true;
    return;
  }
  for (const ObjectId id : {value->object, value->other, value->self}) {
    if (id != 0) uses_object(user, id, depth + 1);
  }
}

void Reach::uses_object(Index user, ObjectId id, int depth) {
  const O* object = globals_.heap.find(id);
  if (object == nullptr) return;
  if ((*object)->type != kNone) uses_node(user, (*object)->type);
  for (std::uint32_t i = 0; i < (*object)->count; ++i) uses_value(user, (*object)->entries[i].value, depth);
  uses_value(user, (*object)->rest, depth);
}

/// A call or a target that is a sink by its full name, or may be one by that of what its object came from.
bool Reach::is_sink(CodeId id, bool assignment) {
  const Code& code = program_.codes[id];
  if (assignment && code.op != Op::member && code.op != Op::index && code.op != Op::name) return false;
  const Facts& facts = facts_of_(id);
  const bool by_name = std::any_of(facts.sinks.begin(), facts.sinks.end(), [&](const Facts::SinkOf& one) {
    return ((live_ >> one.rule) & 1) != 0 && one.sink->spec->assignment == assignment;
  });
  if (by_name || facts.any()) return by_name;
  if (code.op != Op::member && !(code.op == Op::call && code.flag == 1)) return false;
  const auto [known, added] = ends_sink_[assignment ? 1 : 0].emplace(code.data, false);
  if (added) known->second = set_.may_end_sink(values_.symbols().text(code.data), live_, assignment);
  return known->second;
}

bool Reach::returns_to_sink(const Function& function) const {
  if ((set_.return_rules() & live_) == 0) return false;
  const std::string_view header = header_of(file_, function.node);
  for (std::size_t rule = 0; rule < set_.rules().size(); ++rule) {
    if (((live_ >> rule) & 1) == 0) continue;
    for (const Sink& sink : set_.rules()[rule]->parts().sinks) {
      if (sink.spec->returned && sink.resolve->matches(header)) return true;
    }
  }
  return false;
}

void Reach::spread() {
  std::vector<Index> open;
  for (Index i = 0; i < reaches_.size(); ++i) {
    if (reaches_[i]) open.push_back(i);
  }
  while (!open.empty()) {
    const Index i = open.back();
    open.pop_back();
    for (const Index user : users_[i]) {
      if (reaches_[user]) continue;
      reaches_[user] = true;
      open.push_back(user);
    }
  }
}

}  // namespace assay::analysis::taint
