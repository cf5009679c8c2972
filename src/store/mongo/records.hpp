#pragma once
#include <optional>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/kept_reviews.hpp"

namespace assay::store::mongo {

/// The fields of a submission that `records_of` reads: the projection of a query for many.
Document record_fields();

/// The submission as it is stored, an open one as pending. `corrupt` where it can't be read.
base::Result<core::Submission> submission_of(const View& document);

/// Submissions as they are shown, in the order given: an open one has the state of its job, a
/// finished one its review with what people said of its issues. In three round trips, however many they are;
/// one more for each further scope. What was kept of reviews is not read again.
base::Result<std::vector<core::SubmissionRecord>> records_of(Client& client, KeptReviews& kept,
                                                             const std::vector<Document>& submissions);

struct WantedRecord {
  core::Scope scope;
  core::SubmissionId id;
};
/// The same for single ones that somebody of a scope asks for, in the order given; some may be equal.
/// `not_found` for an unknown id and for another scope's.
base::Result<std::vector<base::Result<core::SubmissionRecord>>> find_records(
    Client& client, KeptReviews& kept, const std::vector<WantedRecord>& wanted);

/// Without its review.
base::Result<core::Submission> find_submission(Client& client, const core::Scope& scope,
                                               const core::SubmissionId& id);

}  // namespace assay::store::mongo
