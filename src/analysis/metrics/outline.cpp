#include "analysis/metrics/outline.hpp"

#include <algorithm>

namespace assay::analysis {
namespace {

constexpr std::size_t kMaxItems = 20'000;

core::LineRange lines_of(const Tree& tree, NodeId n) {
  return {static_cast<int>(tree.start_line(n)), static_cast<int>(tree.end_line(n))};
}

// Up to the line on which the body begins; the body's own line counts where it begins beside the name.
core::LineRange signature_of(const Tree& tree, const Model& model, NodeId n) {
  const auto lines = lines_of(tree, n);
  const NodeId body = model.third(tree, n);
  if (body == kNone) return {lines.start, lines.start};
  const auto begin = static_cast<int>(tree.start_line(body));
  const bool opens_line = tree.text(body).starts_with('{');
  return {lines.start, std::max(lines.start, opens_line ? begin : begin - 1)};
}

}  // namespace

core::CodeOutline outline_of(const Tree& tree, const Model& model) {
  using Kind = core::OutlineItem::Kind;
  core::CodeOutline items;
  for (NodeId n = 0; n < tree.size() && items.size() < kMaxItems; ++n) {
    switch (model.role(tree, n)) {
      case Role::import: {
        const auto lines = lines_of(tree, n);
        items.push_back({Kind::import, {}, lines, lines});
        break;
      }
      case Role::function:
        items.push_back(
            {Kind::function, model.function_name(tree, n), lines_of(tree, n), signature_of(tree, model, n)});
        break;
      case Role::type:
        items.push_back(
            {Kind::type, model.function_name(tree, n), lines_of(tree, n), signature_of(tree, model, n)});
        break;
      default:
        break;
    }
  }
  return items;
}

}  // namespace assay::analysis
