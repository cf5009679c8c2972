#include "core/review.hpp"

#include <array>

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

namespace {
constexpr std::array<std::string_view, 6> kFilterReasons = {"suppressed",           "below_min_severity",
                                                            "below_min_confidence", "over_cap",
                                                            "outside_change",       "not_confirmed"};
}  // namespace

std::string_view to_string(FilterReason reason) { return kFilterReasons[static_cast<std::size_t>(reason)]; }

std::optional<FilterReason> parse_filter_reason(std::string_view name) {
  for (std::size_t i = 0; i < kFilterReasons.size(); ++i) {
    if (kFilterReasons[i] == name) return static_cast<FilterReason>(i);
  }
  return std::nullopt;
}

}  // namespace assay::core
