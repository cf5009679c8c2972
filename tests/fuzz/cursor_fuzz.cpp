// Cursors and query strings come from clients: each is refused, or read to what is written to the same.

#include <cstdlib>
#include <string>

#include "core/history_cursor.hpp"
#include "core/ports/event_bus.hpp"
#include "http/query.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(data), size};
  if (const auto cursor = assay::core::parse_event_cursor(text)) {
    const auto again = assay::core::parse_event_cursor(to_string(*cursor));
    if (!again || again->epoch != cursor->epoch || again->seq != cursor->seq) std::abort();
  }
  using assay::core::HistoryOrder;
  for (const auto order : {HistoryOrder::newest, HistoryOrder::oldest, HistoryOrder::highest_score,
                           HistoryOrder::lowest_score}) {
    const auto place = assay::core::parse_history_cursor(text, order);
    if (!place) continue;
    const auto again = assay::core::parse_history_cursor(to_string(*place), order);
    if (!again || *again != *place) std::abort();
  }
  if (const auto query = assay::http::Query::parse(text)) {
    (void)query->integer("page", 1, 100);
    (void)query->language("language");
    (void)query->timestamp("start", assay::http::Query::DateMeans::end_of_day);
  }
  return 0;
}
