#pragma once
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Makes everything that is derived from submissions and reviews anew: what statistics need of each review,
/// the titles, the rollups, the index of the search (which is filled in the background). For a database of an
/// older version; takes some seconds for each 100,000 reviews.
void rebuild_derived(Connection& db);

/// The rollups alone, counted from the submissions and the reviews.
void rebuild_rollups(Connection& db);

}  // namespace assay::store
