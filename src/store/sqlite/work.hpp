#pragma once
#include <memory>

#include "core/ports/review_store.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// ReviewStore::load_job and ::find_input on a reader's connection.
base::Result<core::JobWork> read_work(Connection& db, const core::JobId& job, core::Fence fence);
base::Result<std::shared_ptr<const core::ReviewInput>> input_of(Connection& db, const core::Scope& scope,
                                                                const core::SubmissionId& id);

}  // namespace assay::store
