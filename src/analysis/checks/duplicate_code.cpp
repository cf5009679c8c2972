#include "analysis/checks/checks.hpp"
#include "analysis/metrics/metrics.hpp"

namespace assay::analysis {

void check_duplicate_code(const CheckContext& context) {
  const double min_lines = context.option("lines", 10);
  const Tree& tree = context.file.tree;
  for (const Clone& clone : find_duplication(tree, context.file.model).clones) {
    if (clone.last_line - clone.first_line + 1 < min_lines) continue;
    Findings::Extra extra;
    extra.values = {{"lines", std::to_string(clone.last_line - clone.first_line + 1)},
                    {"other", std::to_string(clone.other_line)}};
    const std::size_t start = tree.lines().start_of(clone.first_line);
    const std::size_t end = start + tree.lines().line_text(clone.first_line).size();
    context.findings.add_range(context.rule, static_cast<std::uint32_t>(start),
                               static_cast<std::uint32_t>(end), extra);
  }
}

}  // namespace assay::analysis
