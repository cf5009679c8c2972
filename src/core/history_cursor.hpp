#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/ports/review_store.hpp"

namespace assay::core {

/// The place after one submission in history.
struct HistoryCursor {
  HistoryOrder order = HistoryOrder::newest;
  std::optional<int> score;  ///< of that submission, where the order goes by it
  base::Timestamp created_at;
  SubmissionId id;
  bool operator==(const HistoryCursor&) const = default;
};

/// The name of an order in requests: "newest", "oldest", "highest_score", "lowest_score".
std::string_view to_string(HistoryOrder order);
std::optional<HistoryOrder> parse_history_order(std::string_view name);

/// Opaque to clients: "<microseconds since 1970>.<id>" for the newest first; else with a letter of the order
/// in front and, where the order goes by it, the score or "-".
std::string to_string(const HistoryCursor& cursor);
/// Nothing for any other text, and for a cursor of another order.
std::optional<HistoryCursor> parse_history_cursor(std::string_view text, HistoryOrder order);

}  // namespace assay::core
