#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "core/ids.hpp"

namespace assay::store {

/// The place after one submission in history, newest first.
struct HistoryCursor {
  base::Timestamp created_at;
  core::SubmissionId id;
  bool operator==(const HistoryCursor&) const = default;
};

/// "<microseconds since 1970>.<id>"; opaque to clients.
std::string to_string(const HistoryCursor& cursor);
/// Nothing for any other text.
std::optional<HistoryCursor> parse_history_cursor(std::string_view text);

}  // namespace assay::store
