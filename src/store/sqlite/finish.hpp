#pragma once
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// ReviewStore::finish within a transaction.
base::Result<std::vector<core::SubmissionId>> finish_job(WriteTransaction& tx, const core::JobId& job,
                                                         core::Fence fence, const core::JobResult& result);

}  // namespace assay::store
