#pragma once
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// ReviewStore::load_job and ::find_input.
base::Result<core::JobWork> read_work(Client& client, const core::JobId& job, core::Fence fence);
base::Result<std::shared_ptr<const core::ReviewInput>> input_of(Client& client, const core::Scope& scope,
                                                                const core::SubmissionId& id);

}  // namespace assay::store::mongo
