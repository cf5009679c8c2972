#include "core/review.hpp"

namespace assay::core {

std::string_view to_string(CoverageState state) {
  switch (state) {
    case CoverageState::reviewed:
      return "reviewed";
    case CoverageState::clipped:
      return "clipped";
    case CoverageState::skipped:
      return "skipped";
  }
  return "skipped";
}

std::optional<CoverageState> parse_coverage_state(std::string_view name) {
  for (const auto state : {CoverageState::reviewed, CoverageState::clipped, CoverageState::skipped}) {
    if (to_string(state) == name) return state;
  }
  return std::nullopt;
}

std::string_view to_string(ReviewerState state) {
  switch (state) {
    case ReviewerState::ok:
      return "ok";
    case ReviewerState::failed:
      return "failed";
    case ReviewerState::skipped:
      return "skipped";
  }
  return "failed";
}

std::optional<ReviewerState> parse_reviewer_state(std::string_view name) {
  for (const auto state : {ReviewerState::ok, ReviewerState::failed, ReviewerState::skipped}) {
    if (to_string(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace assay::core
