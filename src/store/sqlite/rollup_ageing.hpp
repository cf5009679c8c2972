#pragma once
#include <cstdint>

#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Adds the 15-minute buckets first <= b < last of every scope to the coarser levels, and notes that they
/// hold them.
void roll_up(Connection& db, std::int64_t first, std::int64_t last);

}  // namespace assay::store
