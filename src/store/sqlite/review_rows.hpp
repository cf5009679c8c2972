#pragma once
#include <optional>

#include "core/ports/review_store.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// What a review as such adds to the rollups.
struct ReviewUse {
  RollupPlace place;
  core::ModelUse use;
};
std::optional<ReviewUse> review_use(Connection& db, std::int64_t review);

/// Stores the review of a result, which no submission shows yet, with its titles and its part of the rollups.
StoredReview insert_review(WriteTransaction& tx, std::int64_t scope, core::Language language,
                           const core::JobResult& result);

/// One submission less that shows the review; the last one takes it along, with its titles, its part of the
/// rollups and the cache entry of its input.
void drop_review(WriteTransaction& tx, const StoredReview& review, std::int64_t input);

}  // namespace assay::store
