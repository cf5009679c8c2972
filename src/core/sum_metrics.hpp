#pragma once
#include "core/review.hpp"

namespace assay::core {

/// Adds the metrics of one more file: counts are summed, densities and the maintainability are means weighted
/// by source lines, functions are appended.
void add_metrics(CodeMetrics& total, CodeMetrics file);

}  // namespace assay::core
