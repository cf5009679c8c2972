#pragma once
#include "core/ports/retention.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Retention::sweep.
base::Result<core::Swept> sweep(Client& client, const core::RetentionLimits& limits, int most,
                                base::Timestamp now);

}  // namespace assay::store::mongo
