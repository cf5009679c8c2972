#include "cli/config/nearest_name.hpp"

#include <algorithm>
#include <vector>

namespace assay::cli {
namespace {

/// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest_name(std::string_view typed, std::span<const std::string> names) {
  constexpr std::size_t kLongest = 64;  // nobody mistypes more, and the table above stays small
  if (typed.size() > kLongest) return {};
  std::string best;
  std::size_t best_distance = kLongest;
  for (const auto& name : names) {
    const auto there = distance(typed, name);
    const auto most = std::max<std::size_t>(1, std::max(typed.size(), name.size()) / 3);
    if (there > most || there >= best_distance) continue;
    best = name;
    best_distance = there;
  }
  return best;
}

std::string did_you_mean(std::string_view typed, std::span<const std::string> names) {
  const auto nearest = nearest_name(typed, names);
  return nearest.empty() ? std::string{} : ", did you mean " + nearest + "?";
}

}  // namespace assay::cli
