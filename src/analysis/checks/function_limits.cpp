#include "analysis/checks/checks.hpp"

namespace assay::analysis {
namespace {

/// Calls `report(metrics, node)` for every function with a name, in order.
template <class F>
void for_each_function(const CheckContext& context, F&& report) {
  const Tree& tree = context.file.tree;
  std::size_t index = 0;
  for (NodeId n = 0; n < tree.size(); ++n) {
    if (context.file.model.role(tree, n) != Role::function) continue;
    if (index >= context.metrics.functions.size()) return;
    report(context.metrics.functions[index++], n);
  }
}

void add(const CheckContext& context, NodeId n, const core::FunctionMetrics& m, int value, double limit,
         double severe) {
  Findings::Extra extra;
  extra.values = {
      {"name", m.name}, {"value", std::to_string(value)}, {"limit", std::to_string(static_cast<int>(limit))}};
  if (value > severe) extra.severity = core::Severity::med;
  const NodeId name = context.file.model.first(context.file.tree, n);
  context.findings.add(context.rule, name == kNone ? n : name, Captures{n, {}}, extra);
}

}  // namespace

void check_complex_function(const CheckContext& context) {
  const double cognitive = context.option("cognitive", 15);
  const double cyclomatic = context.option("cyclomatic", 20);
  for_each_function(context, [&](const core::FunctionMetrics& m, NodeId n) {
    if (m.cognitive > cognitive) {
      add(context, n, m, m.cognitive, cognitive, 2 * cognitive);
    } else if (m.cyclomatic > cyclomatic && m.cognitive > cognitive / 2) {
      add(context, n, m, m.cyclomatic, cyclomatic, 2 * cyclomatic);
    }
  });
}

void check_long_function(const CheckContext& context) {
  const double limit = context.option("lines", 80);
  for_each_function(context, [&](const core::FunctionMetrics& m, NodeId n) {
    if (m.length > limit) add(context, n, m, m.length, limit, 2.5 * limit);
  });
}

void check_deep_nesting(const CheckContext& context) {
  const double limit = context.option("levels", 4);
  for_each_function(context, [&](const core::FunctionMetrics& m, NodeId n) {
    if (m.nesting > limit) add(context, n, m, m.nesting, limit, limit + 2);
  });
}

void check_many_parameters(const CheckContext& context) {
  const double limit = context.option("parameters", 7);
  for_each_function(context, [&](const core::FunctionMetrics& m, NodeId n) {
    if (m.parameters > limit) add(context, n, m, m.parameters, limit, 1000);
  });
}

}  // namespace assay::analysis
