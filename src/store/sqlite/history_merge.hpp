#pragma once
#include <vector>

#include "store/sqlite/history_facets.hpp"
#include "store/sqlite/history_places.hpp"

namespace assay::store {

/// Which of the unfinished submissions are meant.
enum class OpenOnes { all, pending };

/// The part of the facets' submissions that the window asks for: a merge of what each facet has next in its
/// index. Reads about as many rows as are skipped and wanted, whatever the number of facets.
std::vector<Place> merged_places(Connection& db, const Window& window, const std::vector<Facet>& facets,
                                 OpenOnes open);

}  // namespace assay::store
