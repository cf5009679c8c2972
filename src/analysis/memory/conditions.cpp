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

bool compares(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=";
}

}  // namespace

void Walker::tested(NodeId condition, State& state) {
  if (condition == kNone) return;
  const NodeId end = tree_.subtree_end(condition);
  for (NodeId n = condition; n < end; ++n) {
    const std::string key = key_of(n);
    Fact* fact = key.empty() ? nullptr : state.find(key);
    if (fact == nullptr) continue;
    fact->unchecked = false;
    // What is compared as it stands is for assume() to judge; anything else may be a test of its own.
    NodeId around = tree_.parent(n);
    while (around != kNone &&
           (tree_.is(around, "parenthesized_expression") || tree_.is(around, "cast_expression") ||
            tree_.is(around, "condition_clause") || tree_.is(around, "assignment_expression")))
      around = tree_.parent(around);
    // What a call fills is not tested by that.
    if (around != kNone && tree_.is(around, "pointer_expression")) continue;
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
      if ((op == "&&") == outcome) {
        assume(tree_.child(n, "left"), outcome, state);
        assume(tree_.child(n, "right"), outcome, state);
        return;
      }
      if (alternatives_ == kMaxAlternatives) return tested(n, state);
      ++alternatives_;
      State left = state;
      assume(tree_.child(n, "left"), outcome, left);
      State right = state;
      assume(tree_.child(n, "left"), !outcome, right);
      assume(tree_.child(n, "right"), outcome, right);
      --alternatives_;
      state = join(left, right);
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
