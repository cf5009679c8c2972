#pragma once
#include "core/ports/review_store.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// ReviewStore::cancel and ::erase within a transaction.
base::Result<core::Cancelled> cancel_submission(WriteTransaction& tx, const core::Scope& scope,
                                                const core::SubmissionId& id, base::Timestamp now);
base::Result<core::Cancelled> erase_submission(WriteTransaction& tx, const core::Scope& scope,
                                               const core::SubmissionId& id, base::Timestamp now);

}  // namespace assay::store
