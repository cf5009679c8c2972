#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/ids.hpp"
#include "core/lifecycle.hpp"

namespace assay::core {

/// Stages of a review in the order they are passed; `percent` ranges: queued 0-5, preparing 5-15, analysing
/// 15-75, verifying 75-90, scoring 90-99, completed 100.
enum class Stage : std::uint8_t { queued, preparing, analysing, verifying, scoring, completed };
std::string_view to_string(Stage stage);

struct StatusChanged {
  Status status;
};
struct Progressed {
  int percent;  ///< 0-100, never smaller than before within one attempt
  Stage stage;
};
struct IssueFound {
  std::string issue_json;  ///< one complete JSON object (review_json.hpp)
};
/// Something a client sees live about one job and so about every submission attached to it. A terminal
/// StatusChanged is the last event of a job.
using JobEvent = std::variant<StatusChanged, Progressed, IssueFound>;

}  // namespace assay::core
