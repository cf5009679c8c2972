#pragma once
#include "core/ports/review_store.hpp"
#include "store/sqlite/doc_set.hpp"
#include "store/sqlite/history_places.hpp"

namespace assay::store {

/// True where history must be answered from the index of the search.
bool needs_search(const core::HistoryQuery& query);

/// Everything that passes the filters of the query, dates included (start <= created_at < end of the window).
DocSet find_documents(Connection& db, const core::HistoryQuery& query, const Window& window);

/// Those members that have the score (nothing: none).
DocSet with_score(Connection& db, std::int64_t scope, const DocSet& found, std::optional<int> score);
/// How many those are.
std::int64_t count_with_score(Connection& db, std::int64_t scope, const DocSet& found,
                              std::optional<int> score);

}  // namespace assay::store
