#include <algorithm>
#include <set>

#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

int length_of(const Step* path) {
  int length = 0;
  for (; path != nullptr; path = path->before) ++length;
  return length;
}

}  // namespace

/// Whether the value does harm at the sink: tainted for the rule, or (rules that ask for it) text with parts
/// of unknown origin, or unknown altogether.
Interpreter::Evidence Interpreter::evidence(V value, int rule, const Sink& sink, const State& state,
                                            const Step*& path) const {
  const Rules bit = Rules{1} << rule;
  path = nullptr;
  for (const Taint* t = value->taint; t != nullptr; t = t->next) {
    if ((t->rules & bit) == 0) continue;
    const Rules* cleared = state.cleared.find(t->root);
    if (cleared != nullptr && (*cleared & bit) != 0) continue;
    if (path == nullptr || length_of(t->path) < length_of(path)) path = t->path;
  }
  Evidence found = Evidence::tainted;
  if (path == nullptr) {
    if ((value->safe & bit) != 0) return Evidence::none;
    // What was tainted and has been found harmless is not unknown.
    if (value->taint != nullptr && (Values::rules_of(value->taint) & bit) != 0) return Evidence::none;
    if (sink.spec->certain) return Evidence::none;
    if ((set_.dynamic() & bit) != 0 && value->built != nullptr) {
      path = value->built;
      found = Evidence::built;
    } else if ((set_.unknown() & bit) != 0 && value->function == kNone) {
      path = value->built;
      found = Evidence::unknown;
    } else {
      return Evidence::none;
    }
  }
  if (sink.literal && !sink.literal->matches(value->literal)) return Evidence::none;
  return sink.not_literal && sink.not_literal->matches(value->literal) ? Evidence::none : found;
}

/// No variable that the file declares, or one that a lambda sets which may run at any time after it was made.
bool Interpreter::set_elsewhere(NodeId used) const {
  const auto* all = file_.names.definitions(used, file_.tree.text(used));
  if (all == nullptr) return true;
  return std::ranges::any_of(*all, [&](const Definition& one) {
    for (NodeId n = file_.tree.parent(one.name); n != kNone; n = file_.tree.parent(n)) {
      if (file_.tree.contains(n, used)) return false;
      if (!one.parameter && file_.model.role(file_.tree, n) == Role::lambda) return true;
    }
    return false;
  });
}

void Interpreter::found(int rule, NodeId at, const Step* path, Evidence evidence, const Captures& captures) {
  const std::uint64_t key = (static_cast<std::uint64_t>(rule) << 32) | at;
  const auto [known, added] = candidate_of_.emplace(key, candidates_.size());
  if (added) {
    candidates_.push_back({rule, at, path, evidence, captures});
    return;
  }
  // Data from outside is better evidence than text of unknown parts.
  Candidate& old = candidates_[known->second];
  if (evidence > old.evidence) old = {rule, at, path, evidence, captures};
}

/// A call on what is null on every way to it. What other functions were told may go with other arguments, and
/// fields are set elsewhere: only variables that the file declares, and that are no fields, count.
void Interpreter::check_null(V value, CodeId used, const Code& at) {
  if ((set_.null_rules() & live_) == 0) return;
  const Code& name = code(used);
  if (value->constant.kind != Constant::Kind::null) {
    if (name.op == Op::name) refuted_.insert(at.at);
    return;
  }
  if (name.op != Op::name || set_elsewhere(name.at)) return;
  fault(set_.null_rules(), used, at);
}

void Interpreter::fault(Rules rules, CodeId what, const Code& at) {
  if (quiet_ != 0 || frame_ == nullptr || frame_->function == nullptr) return;
  if (frame_->outer != nullptr && frame_->function->entry) return;
  for (std::size_t rule = 0; rule < set_.rules().size(); ++rule) {
    if (((rules & live_) >> rule & 1) == 0) continue;
    Captures captures{at.at, {{"what", code(what).at}}};
    found(static_cast<int>(rule), at.at, nullptr, Evidence::tainted, captures);
  }
}

void Interpreter::check_sinks(const Call& call, const Facts& facts, State& state) {
  const Tree& tree = file_.tree;
  const Model& model = file_.model;
  const NodeId n = call.code->at;
  for (const auto& one : facts.sinks) {
    if (((live_ >> one.rule) & 1) == 0 || one.sink->spec->assignment || one.sink->spec->returned) continue;
    const TaintSpec::Sink& spec = *one.sink->spec;
    const Step* path = nullptr;
    Evidence hit = Evidence::none;
    if (spec.receiver && call.receiver != nullptr) {
      hit = evidence(whole(call.receiver, state), one.rule, *one.sink, state, path);
    }
    int position = 0;
    for (std::size_t i = 0; i < call.values.size() && hit == Evidence::none; ++i) {
      const Code& argument = code(call.codes[i]);
      bool wanted = spec.arguments.empty() && spec.keywords.empty() && spec.from < 0 && !spec.receiver;
      if (argument.op == Op::keyword) {
        const std::string_view word = text_of(argument.data);
        wanted = wanted || std::find(spec.keywords.begin(), spec.keywords.end(), word) != spec.keywords.end();
      } else {
        wanted = wanted || (spec.from >= 0 && position >= spec.from) ||
                 std::find(spec.arguments.begin(), spec.arguments.end(), position) != spec.arguments.end();
        ++position;
      }
      if (!wanted) continue;
      V value = call.values[i];
      if (spec.text_only) {
        const O object = object_of(value, state);
        if (object != nullptr && object->shape != Object::Shape::text) continue;
      }
      value = whole(value, state);
      hit = evidence(value, one.rule, *one.sink, state, path);
    }
    if (hit == Evidence::none) continue;
    Captures captures;
    captures.root = n;
    captures.nodes.emplace_back("call", n);
    if (model.is_call(tree, n)) {
      const bool method = model.role(tree, n) == Role::method_call;
      const NodeId function = method ? model.second(tree, n) : model.first(tree, n);
      if (function != kNone) captures.nodes.emplace_back("function", function);
      const NodeId list = method ? model.third(tree, n) : model.second(tree, n);
      if (list != kNone) captures.nodes.emplace_back("arguments", list);
    }
    if (!one.sink->where.hold(file_, captures)) continue;
    found(one.rule, n, path, hit, captures);
  }
}

void Interpreter::check_assignment(CodeId target, V value, State& state, const Code& at) {
  const Op op = code(target).op;
  if (quiet_ != 0 || (op != Op::member && op != Op::index && op != Op::name)) return;
  V base = nullptr;
  if (op == Op::member) {
    const V object = peek(program_.child(code(target), 0), state);
    if (object->name != 0) base = object;
  }
  const Facts& facts = facts_of(target, base);
  for (const auto& one : facts.sinks) {
    if (((live_ >> one.rule) & 1) == 0 || !one.sink->spec->assignment) continue;
    const Step* path = nullptr;
    const Evidence hit = evidence(whole(value, state), one.rule, *one.sink, state, path);
    if (hit == Evidence::none) continue;
    Captures captures{at.at, {{"call", at.at}}};
    if (!one.sink->where.hold(file_, captures)) continue;
    found(one.rule, at.at, path, hit, captures);
  }
}

/// Sinks that are what a function returns: its header decides.
void Interpreter::check_return(V value, const Code& at, State& state) {
  if (quiet_ != 0 || frame_ == nullptr || frame_->function == nullptr) return;
  if ((set_.return_rules() & live_) == 0) return;
  const NodeId function = frame_->function->node;
  const std::string_view header = header_of(file_, function);
  for (std::size_t rule = 0; rule < set_.rules().size(); ++rule) {
    if (((live_ >> rule) & 1) == 0) continue;
    for (const Sink& sink : set_.rules()[rule]->parts().sinks) {
      if (!sink.spec->returned || !sink.resolve->matches(header)) continue;
      const Step* path = nullptr;
      if (sink.spec->text_only && object_of(value, state) != nullptr) continue;
      const Evidence hit = evidence(whole(value, state), static_cast<int>(rule), sink, state, path);
      if (hit == Evidence::none) continue;
      Captures captures{at.at, {{"call", at.at}}};
      if (!sink.where.hold(file_, captures)) continue;
      found(static_cast<int>(rule), at.at, path, hit, captures);
    }
  }
}

void Interpreter::report(Findings& findings) const {
  // Of several places in one line (new FileReader(new File(name))) the first tells it all.
  std::set<std::pair<int, std::uint32_t>> lines;
  for (const Candidate& one : candidates_) {
    const bool fault = ((set_.null_rules() | set_.zero_rules()) >> one.rule & 1) != 0;
    if (fault && refuted_.contains(one.at)) continue;
    if (!lines.emplace(one.rule, file_.tree.start_line(one.at)).second) continue;
    const Rule& rule = set_.rules()[static_cast<std::size_t>(one.rule)]->rule();
    Findings::Extra extra;
    for (const Step* s = one.path; s != nullptr; s = s->before)
      extra.trace.push_back({s->line, std::string(text_of(s->note))});
    std::reverse(extra.trace.begin(), extra.trace.end());
    extra.values.emplace_back(
        "source", extra.trace.empty() ? std::string("a value of unknown origin") : extra.trace.front().note);
    extra.trace.push_back({static_cast<int>(file_.tree.start_line(one.at)), "used here"});
    if (one.evidence == Evidence::built) extra.confidence = rule.confidence * 0.75;
    if (one.evidence == Evidence::unknown) extra.confidence = rule.confidence * 0.6;
    findings.add(rule, one.at, one.captures, extra);
  }
}

}  // namespace assay::analysis::taint
