#include "store/sqlite/history_cursor.hpp"

#include <charconv>

namespace assay::store {

std::string to_string(const HistoryCursor& cursor) {
  return std::to_string(cursor.created_at.time_since_epoch().count()) + "." + cursor.id.str();
}

std::optional<HistoryCursor> parse_history_cursor(std::string_view text) {
  const auto dot = text.find('.');
  constexpr std::size_t kLongestId = 64;
  if (dot == std::string_view::npos || dot + 1 == text.size() || text.size() - dot > kLongestId)
    return std::nullopt;
  std::int64_t micros = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + dot, micros);
  if (error != std::errc{} || end != text.data() + dot) return std::nullopt;
  return HistoryCursor{base::Timestamp{base::Micros{micros}},
                       core::SubmissionId{std::string{text.substr(dot + 1)}}};
}

}  // namespace assay::store
