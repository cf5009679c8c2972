#pragma once
#include <array>
#include <optional>
#include <vector>

#include "core/issue.hpp"
#include "core/review.hpp"

namespace assay::core {

/// Raise it whenever a weight, a limit or the formula below changes: scores of equal code must not differ
/// under one fingerprint.
inline constexpr int kRubricVersion = 1;

/// Share of each category in the overall score, in the order of kCategories; they add up to 1.
inline constexpr std::array<double, kCategories.size()> kCategoryWeights = {0.35, 0.20, 0.15,
                                                                            0.15, 0.10, 0.05};

/// Computes the scores from what was found; never taken from a model.
///
/// Per category: 10 minus, for each issue, severity points (high 6, med 3, low 1) x confidence x size factor,
/// and minus up to 2 maintainability points for duplicated code beyond 10 %. The size factor is 1 up to 200
/// source lines, then sqrt(200 / SLOC), because one slip in 5,000 lines says less about the code than one in
/// 50; it is always 1 for high severity. Clamped to 0-10. Overall: the weighted mean, rounded, clamped to
/// 1-10, and at most 5 with a security issue of high severity and confidence >= 0.7. Unplaced issues take
/// nothing: nobody can check them.
Scores compute_scores(const std::vector<Issue>& issues, const std::optional<CodeMetrics>& metrics);

}  // namespace assay::core
