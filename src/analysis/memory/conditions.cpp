#include <algorithm>
#include <string>

#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {
namespace {

std::string_view opposite(std::string_view op) {
  if (op == "<") return ">=";
  if (op == "<=") return ">";
  if (op == ">") return "<=";
  if (op == ">=") return "<";
  return op == "==" ? "!=" : "==";
}

/// `a < b` says `b > a`.
std::string_view turned(std::string_view op) {
  if (op == "<") return ">";
  if (op == "<=") return ">=";
  if (op == ">") return "<";
  return op == ">=" ? "<=" : op;
}

/// So many alternatives inside each other are told apart: each doubles the work of those inside it.
constexpr int kMaxAlternatives = 6;
/// So many terms of `a && b && c …` are told apart; of more it only counts that they are tests.
constexpr std::size_t kMaxTerms = 32;

bool compares(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=";
}

}  // namespace

std::vector<NodeId> Walker::terms_of(NodeId n, std::string_view op) const {
  std::vector<NodeId> terms;
  for (n = strip(n); tree_.is(n, "binary_expression") && file_.model.operator_text(tree_, n) == op;) {
    terms.push_back(tree_.child(n, "right"));
    const NodeId left = tree_.child(n, "left");
    if (left == kNone) break;
    n = strip(left);
  }
  terms.push_back(n);
  std::reverse(terms.begin(), terms.end());
  return terms;
}

/// `a && b && c`: each term is reached only where those before it let it be.
void Walker::in_turn(NodeId n, std::string_view op, State& state) {
  const std::vector<NodeId> terms = terms_of(n, op);
  const bool goes_on = op == "&&";
  State after{.live = false, .facts = {}, .freed = {}};
  for (std::size_t i = 0; i < terms.size() && state.live; ++i) {
    expression(terms[i], state);
    if (i + 1 == terms.size()) break;
    const auto known = constant(terms[i], state);
    tested(terms[i], state);
    if (known && (*known != 0) != goes_on) break;
    if (i >= kMaxTerms) continue;
    after = join(after, state);
    assume(terms[i], goes_on, state);
  }
  state = join(after, state);
}

void Walker::tested(NodeId condition, State& state) {
  if (condition == kNone) return;
  const NodeId end = tree_.subtree_end(condition);
  for (NodeId n = condition; n < end; ++n) {
    const std::string key = key_of(n);
    Fact* fact = key.empty() ? nullptr : state.find(key);
    if (fact == nullptr) continue;
    fact->unchecked = false;
    fact->maybe_freed = 0;
    // What is compared as it stands is for assume() to judge; anything else may be a test of its own.
    NodeId around = tree_.parent(n);
    while (around != kNone &&
           (tree_.is(around, "parenthesized_expression") || tree_.is(around, "cast_expression") ||
            tree_.is(around, "condition_clause") || tree_.is(around, "assignment_expression")))
      around = tree_.parent(around);
    // What a call fills is not tested by that.
    if (around != kNone && (tree_.is(around, "pointer_expression") || tree_.is(around, "sizeof_expression")))
      continue;
    const bool plain = around != kNone && tree_.is(around, "binary_expression") &&
                       (compares(file_.model.operator_text(tree_, around)) ||
                        file_.model.operator_text(tree_, around) == "&&" ||
                        file_.model.operator_text(tree_, around) == "||");
    const bool call = around != kNone && tree_.is(around, "argument_list");
    if (!plain && !(call && n == condition) && around != kNone && !tree_.is(around, "if_statement") &&
        !tree_.is(around, "while_statement") && !tree_.is(around, "unary_expression"))
      fact->range.test_all();
  }
}

void Walker::assume(NodeId condition, bool outcome, State& state) {
  const NodeId n = strip(condition);
  if (n == kNone || !state.live) return;
  const std::string_view kind = tree_.kind_name(n);
  if (kind == "condition_clause") return assume(tree_.child(n, "value"), outcome, state);
  if (kind == "unary_expression" && file_.model.operator_text(tree_, n) == "!")
    return assume(tree_.child(n, "argument"), !outcome, state);
  if (kind == "call_expression") {
    const std::string_view name = callee_name(n);
    const std::vector<NodeId> given = tree_.named_children(tree_.child(n, "arguments"));
    if (!given.empty() && (name == "__builtin_expect" || name == "likely" || name == "unlikely"))
      assume(given[0], outcome, state);
    return;
  }
  if (kind == "binary_expression") {
    const std::string_view op = file_.model.operator_text(tree_, n);
    if (op == "&&" || op == "||") {
      const std::vector<NodeId> terms = terms_of(n, op);
      if ((op == "&&") == outcome) {
        for (const NodeId term : terms) assume(term, outcome, state);
        return;
      }
      if (alternatives_ == kMaxAlternatives || terms.size() > kMaxTerms) return tested(n, state);
      ++alternatives_;
      // Any of them may be the one that decides; those before it did not.
      State decided{.live = false, .facts = {}, .freed = {}};
      for (const NodeId term : terms) {
        State here = state;
        assume(term, outcome, here);
        decided = join(decided, here);
        assume(term, !outcome, state);
      }
      --alternatives_;
      state = std::move(decided);
      return;
    }
    if (compares(op)) assume_compared(n, outcome, state);
    return;
  }
  if (kind == "assignment_expression") return assume(tree_.child(n, "left"), outcome, state);
  limit(n, outcome ? "!=" : "==", Range::exactly(0), state);
}

void Walker::assume_compared(NodeId n, bool outcome, State& state) {
  const std::string_view written = file_.model.operator_text(tree_, n);
  const std::string_view op = outcome ? written : opposite(written);
  const NodeId left = tree_.child(n, "left");
  const NodeId right = tree_.child(n, "right");
  const Range of_left = range_of(left, state);
  const Range of_right = range_of(right, state);
  limit(left, op, of_right, state);
  limit(right, turned(op), of_left, state);
}

/// The expression on one side of a comparison that holds.
void Walker::limit(NodeId side, std::string_view op, const Range& other, State& state) {
  NodeId n = strip(side);
  if (n == kNone) return;
  if (tree_.is(n, "assignment_expression")) n = strip(tree_.child(n, "left"));
  if (n == kNone) return;
  if (tree_.is(n, "call_expression")) {
    // `abs(x) < limit` is a test of both ends.
    const NodeId argument = tree_.named_child(tree_.child(n, "arguments"), 0);
    Fact* fact = argument == kNone ? nullptr : state.find(key_of(argument));
    if (fact != nullptr) fact->range.test_all();
    return;
  }
  const std::string key = key_of(n);
  if (key.empty()) return;
  // What looks like a macro may be anything.
  if (std::none_of(key.begin(), key.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return;
  Fact* fact = state.find(key);
  const bool zero = other.value() == 0.0;
  if (fact == nullptr) {
    if (!zero || (op != "==" && op != "!=")) return;
    fact = &state.facts[key];
  }
  if (zero && fact->used != 0 && (op == "==" || op == "!=")) {
    if (frame_->outer == nullptr) report(MemoryEvent::Kind::late_test, n, key, "", fact->used);
    fact->used = 0;
  }
  Range& range = fact->range;
  if (op == "==") {
    if (zero) fact->null = Null::null;
    if (other.value())
      range = Range::exactly(*other.value());
    else
      range.test_all();
  } else if (op == "!=") {
    if (zero) {
      fact->null = Null::not_null;
      range.nonzero = true;
    }
    if (!other.value()) range.test_all();
  } else if (op == "<" || op == "<=") {
    const double high = op == "<" ? other.high - 1 : other.high;
    range.high = std::min(range.high, high);
    // A limit that somebody outside chooses as well is none.
    if (!(other.outside && other.has_no_upper_limit()))
      range.high_tested = range.high_tested || high == Range::kOpen;
    if (range.high < 0) range.nonzero = true;
  } else {
    const double low = op == ">" ? other.low + 1 : other.low;
    range.low = std::max(range.low, low);
    range.low_tested = range.low_tested || low == -Range::kOpen;
    if (range.low > 0) range.nonzero = true;
  }
}

}  // namespace assay::analysis::memory
