#pragma once
#include "core/ports/review_store.hpp"
#include "http/query.hpp"

namespace assay::http {

inline constexpr std::size_t kLongestSearch = 256;  ///< bytes of `q`

/// The filters and the order of history, as the list and the export take them. invalid_argument names the
/// parameter at fault. The caller fills in the scope and the page.
base::Result<core::HistoryQuery> read_history_query(const Query& query);

}  // namespace assay::http
