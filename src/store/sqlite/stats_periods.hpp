#pragma once
#include "core/statistics.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Stats::by_period. `rolled`: rolled_until.
std::vector<core::PeriodStats> read_periods(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                                            std::int64_t rolled);

}  // namespace assay::store
