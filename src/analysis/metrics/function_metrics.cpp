#include <algorithm>

#include "analysis/metrics/metrics.hpp"
#include "analysis/metrics/python_metrics.hpp"

namespace assay::analysis {
namespace {

bool is_logical(std::string_view op) { return op == "&&" || op == "||" || op == "and" || op == "or"; }

class Counter {
 public:
  Counter(const Tree& tree, const Model& model, NodeId function)
      : tree_(tree), model_(model), function_(function), name_(model.function_name(tree, function)) {
    if (const std::size_t at = name_.find_last_of(".:"); at != std::string::npos) name_.erase(0, at + 1);
  }

  core::FunctionMetrics run() {
    const NodeId end = tree_.subtree_end(function_);
    for (NodeId n = function_ + 1; n < end;) {
      while (!open_.empty() && n >= open_.back()) open_.pop_back();
      const Role r = model_.role(tree_, n);
      if (r == Role::function) {
        n = tree_.subtree_end(n);
        continue;
      }
      visit(n, r);
      ++n;
    }
    if (recursive_) ++out_.cognitive;
    if (model_.language() == core::Language::python) out_.cyclomatic = python_cyclomatic(tree_, function_);
    out_.name = model_.function_name(tree_, function_);
    out_.lines = {static_cast<int>(tree_.start_line(function_)), static_cast<int>(tree_.end_line(function_))};
    out_.length = out_.lines.end - out_.lines.start + 1;
    const auto parameters = model_.parameters(tree_, function_);
    out_.parameters = static_cast<int>(std::count_if(parameters.begin(), parameters.end(), [&](NodeId p) {
      const std::string_view text = tree_.text(p);
      return text != "self" && text != "cls" && text != "&self" && text != "&mut self";
    }));
    return out_;
  }

 private:
  int nesting() const { return static_cast<int>(open_.size()); }

  /// A break in the flow that costs more the deeper it stands, and makes what is inside it stand deeper.
  void structure(NodeId n) {
    out_.cognitive += 1 + nesting();
    open_.push_back(tree_.subtree_end(n));
    out_.nesting = std::max(out_.nesting, nesting());
  }

  bool is_else_if(NodeId n) const {
    const NodeId parent = tree_.parent(n);
    const Role r = model_.role(tree_, parent);
    if (r == Role::if_) return model_.third(tree_, parent) == n;
    return r == Role::else_ && tree_.first_named_child(parent) == n;
  }

  void visit(NodeId n, Role r) {
    switch (r) {
      case Role::if_: {
        ++out_.cyclomatic;
        if (is_else_if(n)) {
          ++out_.cognitive;
        } else {
          structure(n);
        }
        const NodeId other = model_.third(tree_, n);
        const Role kind = other == kNone ? Role::none : model_.role(tree_, other);
        if (other != kNone && kind != Role::if_ && kind != Role::else_ && kind != Role::elif)
          ++out_.cognitive;
        return;
      }
      case Role::elif:
        ++out_.cyclomatic;
        ++out_.cognitive;
        return;
      case Role::else_: {
        const NodeId inner = tree_.first_named_child(n);
        const Role above = model_.role(tree_, tree_.parent(n));
        const bool else_if = inner != kNone && is_else_if(inner) && model_.role(tree_, inner) == Role::if_;
        if ((above == Role::if_ || above == Role::elif) && !else_if) ++out_.cognitive;
        return;
      }
      case Role::loop:
        if (tree_.is(n, "range_clause")) return;
        ++out_.cyclomatic;
        if (!tree_.is(n, "for_in_clause")) structure(n);
        return;
      case Role::switch_:
        structure(n);
        return;
      case Role::case_: {
        // Java's `default:` and C's are case nodes without a value.
        const std::string_view text = tree_.text(n);
        if (!text.starts_with("default") && !text.starts_with("else")) ++out_.cyclomatic;
        return;
      }
      case Role::catch_:
        ++out_.cyclomatic;
        structure(n);
        return;
      case Role::ternary:
        ++out_.cyclomatic;
        structure(n);
        return;
      case Role::binary: {
        const std::string_view op = model_.operator_text(tree_, n);
        if (!is_logical(op)) return;
        ++out_.cyclomatic;
        const NodeId parent = tree_.parent(n);
        const bool continues =
            model_.role(tree_, parent) == Role::binary && model_.operator_text(tree_, parent) == op;
        if (!continues) ++out_.cognitive;
        return;
      }
      case Role::lambda:
        open_.push_back(tree_.subtree_end(n));
        return;
      case Role::goto_:
        ++out_.cognitive;
        return;
      case Role::break_:
      case Role::continue_:
        if (tree_.first_named_child(n) != kNone && model_.language() != core::Language::rust &&
            model_.language() != core::Language::ruby && model_.language() != core::Language::php) {
          ++out_.cognitive;
        }
        return;
      case Role::call:
      case Role::method_call: {
        const NodeId callee = r == Role::call ? model_.first(tree_, n) : model_.second(tree_, n);
        if (callee == kNone || recursive_) return;
        std::string_view text = tree_.text(callee);
        for (const std::string_view self : {"self.", "this.", "$this->"}) {
          if (text.starts_with(self)) text.remove_prefix(self.size());
        }
        recursive_ = text == name_;
        return;
      }
      default:
        return;
    }
  }

  const Tree& tree_;
  const Model& model_;
  NodeId function_;
  std::string name_;
  core::FunctionMetrics out_;
  std::vector<NodeId> open_;  ///< where the structures around the present node end
  bool recursive_ = false;
};

}  // namespace

core::FunctionMetrics function_metrics(const Tree& tree, const Model& model, NodeId function) {
  return Counter(tree, model, function).run();
}

}  // namespace assay::analysis
