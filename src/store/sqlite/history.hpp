#pragma once
#include "core/ports/review_store.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// ReviewStore::history on a reader's connection. The page is read through indexes at any depth, that of a
/// cursor or of a page's number, which is found by the sums of the rollups or the days of the search; the
/// total comes from the rollups, and row by row only within the two ends of a date range that are no whole 15
/// minutes.
base::Result<core::HistoryPage> read_history(Connection& db, const core::HistoryQuery& query);

}  // namespace assay::store
