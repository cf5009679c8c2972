#pragma once
#include <vector>

#include "core/statistics.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Fills in the examples of the issues, whose titles are `titles` in the same order, from the index of the
/// search. Bounded: where the last few hundred submissions with a title lie outside of the range, it has
/// none.
void add_examples(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                  const std::vector<std::int64_t>& titles, std::vector<core::IssueCount>& issues);

}  // namespace assay::store
