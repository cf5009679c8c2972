#pragma once
#include "base/random.hpp"
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/places.hpp"

namespace assay::store::mongo {

/// ReviewStore::accept. The submission is accepted by one write: the insertion of its document, which also
/// decides whether its id and its Idempotency-Key are new. What it needs is there before, and what could have
/// gone in between is looked at after:
///
/// 1. A review out of the cache; or the open job of equal work, or a new one (a unique index allows one that
///    can be joined).
/// 2. The input with its code.
/// 3. The submission. Until here nothing was accepted: a job without submissions is removed by repair.
/// 4. The review or the job is touched. If it has gone since 1 (finished, cancelled, erased), the submission
///    is finished with the job's result or goes to another one: from 1 again.
///
/// A crash before 4 leaves a submission that nobody was told of; repair gives it a job (rehome).
base::Result<core::Accepted> accept_submission(Client& client, const core::NewSubmission& submission,
                                               base::Random& random);

/// Steps of it, for those who take them for many at once (accept_together.hpp).
Document document_of(const core::NewSubmission& submission, const Place& place);
/// Step 4 and what follows from it, once the submission is stored with `place`.
base::Result<core::Accepted> settle_accepted(Client& client, const core::NewSubmission& submission,
                                             Place place, base::Random& random);
/// Takes back what was made for a submission that is not accepted after all.
base::Result<void> leave(Client& client, const Place& place);

/// Finishes an open submission whose job is over with the job's result, or gives it a job. Nothing where it
/// is not open, or its job is. `job` is used where a new one is needed.
base::Result<void> rehome(Client& client, const core::SubmissionId& submission, const core::JobId& job);

}  // namespace assay::store::mongo
