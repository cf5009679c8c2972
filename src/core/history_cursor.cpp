#include "core/history_cursor.hpp"

#include <array>
#include <charconv>

namespace assay::core {
namespace {

struct Named {
  HistoryOrder order;
  std::string_view name;
  std::string_view prefix;  ///< of its cursors
  bool by_score;
};
constexpr std::array kOrders = {Named{HistoryOrder::newest, "newest", "", false},
                                Named{HistoryOrder::oldest, "oldest", "o", false},
                                Named{HistoryOrder::highest_score, "highest_score", "h", true},
                                Named{HistoryOrder::lowest_score, "lowest_score", "l", true}};

const Named& named(HistoryOrder order) { return kOrders.at(static_cast<std::size_t>(order)); }

constexpr std::size_t kLongestId = 64;

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view to_string(HistoryOrder order) { return named(order).name; }

std::optional<HistoryOrder> parse_history_order(std::string_view name) {
  for (const auto& each : kOrders) {
    if (each.name == name) return each.order;
  }
  return std::nullopt;
}

std::string to_string(const HistoryCursor& cursor) {
  const auto& order = named(cursor.order);
  std::string out{order.prefix};
  if (order.by_score) out.append(cursor.score ? std::to_string(*cursor.score) : "-").append(".");
  return out.append(std::to_string(cursor.created_at.time_since_epoch().count())).append(".") +
         cursor.id.str();
}

std::optional<HistoryCursor> parse_history_cursor(std::string_view text, HistoryOrder its_order) {
  const auto& order = named(its_order);
  if (!text.starts_with(order.prefix)) return std::nullopt;
  text.remove_prefix(order.prefix.size());
  HistoryCursor cursor;
  cursor.order = its_order;
  if (order.by_score) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto score = text.substr(0, dot);
    text.remove_prefix(dot + 1);
    if (score != "-") {
      cursor.score = whole_number<int>(score);
      if (!cursor.score || *cursor.score < 0) return std::nullopt;
    }
  }
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || dot + 1 == text.size() || text.size() - dot > kLongestId)
    return std::nullopt;
  const auto micros = whole_number<std::int64_t>(text.substr(0, dot));
  if (!micros) return std::nullopt;
  cursor.created_at = base::Timestamp{base::Micros{*micros}};
  cursor.id = SubmissionId{std::string{text.substr(dot + 1)}};
  return cursor;
}

}  // namespace assay::core
