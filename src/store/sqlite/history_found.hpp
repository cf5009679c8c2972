#pragma once
#include <cstdint>
#include <vector>

#include "store/sqlite/doc_set.hpp"
#include "store/sqlite/history_places.hpp"

namespace assay::store {

/// How the places of what was found are looked for. Defaults for use, others for tests.
struct FoundLimits {
  std::int64_t looked_up = 200;  ///< so few are looked up one by one
  std::int64_t walked = 1500;    ///< rows of the index by time, until days are counted instead
};

/// The part of the members that the window asks for, in its order. Whole days of what is skipped are only
/// counted, so a page of any number takes as long as the submissions of a few days.
std::vector<Place> found_places(Connection& db, const Window& window, const DocSet& found,
                                const FoundLimits& limits = {});

}  // namespace assay::store
