#include "core/scoring.hpp"

#include <algorithm>
#include <cmath>

namespace assay::core {
namespace {

constexpr double kSureEnough = 0.7;
constexpr int kCapWithVulnerability = 5;
constexpr double kFreeDuplication = 0.10;
constexpr double kMaxDuplicationPoints = 2.0;

double severity_points(Severity severity) {
  switch (severity) {
    case Severity::high:
      return 6;
    case Severity::med:
      return 3;
    case Severity::low:
      return 1;
  }
  return 0;
}

double size_factor(Severity severity, const std::optional<CodeMetrics>& metrics) {
  constexpr double kSmall = 200;
  if (severity == Severity::high || !metrics || metrics->sloc <= kSmall) return 1;
  return std::sqrt(kSmall / metrics->sloc);
}

double to_hundredths(double value) { return std::round(value * 100) / 100; }

}  // namespace

Scores compute_scores(const std::vector<Issue>& issues, const std::optional<CodeMetrics>& metrics) {
  Scores scores;
  bool vulnerable = false;
  for (const auto& issue : issues) {
    if (!issue.lines) continue;
    const double points =
        severity_points(issue.severity) * issue.confidence * size_factor(issue.severity, metrics);
    scores.deductions.push_back({issue.category, to_hundredths(points), issue.title, issue.id});
    vulnerable |= issue.category == Category::security && issue.severity == Severity::high &&
                  issue.confidence >= kSureEnough;
  }
  if (metrics && metrics->duplication > kFreeDuplication) {
    const double points = std::min(kMaxDuplicationPoints, (metrics->duplication - kFreeDuplication) * 10);
    scores.deductions.push_back({Category::maintainability, to_hundredths(points), "duplicated code", ""});
  }
  scores.by_category.fill(10);
  for (const auto& deduction : scores.deductions) {
    scores.by_category[static_cast<std::size_t>(deduction.category)] -= deduction.points;
  }
  double mean = 0;
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    scores.by_category[i] = to_hundredths(std::clamp(scores.by_category[i], 0.0, 10.0));
    mean += scores.by_category[i] * kCategoryWeights[i];
  }
  scores.overall =
      std::clamp(static_cast<int>(std::lround(mean)), 1, vulnerable ? kCapWithVulnerability : 10);
  return scores;
}

}  // namespace assay::core
