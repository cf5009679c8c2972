#pragma once
#include <optional>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// What the unique index knows a key by.
std::string idempotent_of(const core::Scope& scope, const core::IdempotencyKey& key);

/// ReviewStore::find_answer. A key that is too old is taken off its submission.
base::Result<std::optional<core::RememberedAnswer>> find_answer(Client& client, const core::Scope& scope,
                                                                const core::IdempotencyKey& key,
                                                                base::Timestamp now);

}  // namespace assay::store::mongo
