#pragma once
#include <optional>

#include "core/ports/review_store.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

enum class WithReview { no, yes };

/// A submission with everything that is shown of it; an unfinished one has the status and attempts of its
/// job. Nothing where the id is unknown or the row can't be read (then the connection has the error).
std::optional<core::SubmissionRecord> read_record(Connection& db, const core::SubmissionId& id,
                                                  WithReview with_review);
/// The same by row number.
std::optional<core::SubmissionRecord> read_record(Connection& db, std::int64_t seq);

}  // namespace assay::store
