#pragma once
#include <cstdint>
#include <vector>

#include "store/sqlite/history_facets.hpp"
#include "store/sqlite/history_places.hpp"

namespace assay::store {

/// Passes over whole 15 minutes of what the window skips, by the sums that the rollups have of them: moves
/// the near end of its dates and lessens its skip, and does not change what is listed. So a page of any
/// number is read from a few hundred sums and at most 15 minutes of submissions. A window with a cursor skips
/// nothing.
///
/// `matching` is what facets() has of the window, or what of it has one score; `left_out` are the times of
/// submissions that are counted there and not listed.
void pass_over(Connection& db, const std::vector<Facet>& matching, const std::vector<std::int64_t>& left_out,
               Window& window);

}  // namespace assay::store
