#pragma once
#include <optional>

#include "core/ports/review_store.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// ReviewStore::find_answer on any connection.
base::Result<std::optional<core::RememberedAnswer>> find_answer(Connection& db, const core::Scope& scope,
                                                                const core::IdempotencyKey& key,
                                                                base::Timestamp now);

/// Remembers what this submission is answered under its key, in the place of an answer that is too old.
void keep_answer(WriteTransaction& tx, std::int64_t scope, const core::NewSubmission& submission,
                 core::Status status);

}  // namespace assay::store
