#pragma once
#include "core/statistics.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Where statistics come from. Both give the same answers; the rollups give them faster.
enum class StatsSource { rollups, documents };

/// ReviewStore::stats.
base::Result<core::Stats> read_stats(Client& client, const core::StatsQuery& query,
                                     StatsSource source = StatsSource::rollups);

}  // namespace assay::store::mongo
