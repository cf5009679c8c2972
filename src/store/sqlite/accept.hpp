#pragma once
#include "core/ports/review_store.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// ReviewStore::accept within a transaction.
base::Result<core::Accepted> accept_submission(WriteTransaction& tx, const core::NewSubmission& submission);

}  // namespace assay::store
