#pragma once
#include "core/ports/review_store.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// ReviewStore::stats on a reader's connection: from the rollups, row by row only within the two ends of the
/// range that are no whole 15 minutes.
base::Result<core::Stats> read_stats(Connection& db, const core::StatsQuery& query);

}  // namespace assay::store
