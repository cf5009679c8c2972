#include <charconv>

#include "core/ports/event_bus.hpp"

namespace assay::core {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<EventCursor> parse_event_cursor(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto epoch = parse_number(text.substr(0, dash));
  const auto seq = parse_number(text.substr(dash + 1));
  if (!epoch || !seq) return std::nullopt;
  return EventCursor{*epoch, *seq};
}

std::string to_string(EventCursor cursor) {
  return std::to_string(cursor.epoch) + "-" + std::to_string(cursor.seq);
}

}  // namespace assay::core
