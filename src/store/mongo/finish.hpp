#pragma once
#include <string>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// ReviewStore::finish, in steps that anybody can take up again, without a transaction over several documents
/// (a single server has none):
///
/// 1. The review is stored as uncommitted: nothing refers to it yet.
/// 2. The job is committed by one conditional change: it must be open and held under this fence. From then on
///    the result is there for good, in the job (`result`), and nobody else can store one.
/// 3. The job is settled (settle_job): cache entry, all unfinished submissions of the job, then the job goes.
///
/// A crash after 1 leaves a review that repair removes; after 2, a job that repair settles. A submission that
/// attaches while this happens looks at the job after it was stored (accept.hpp): it was there before step 3
/// looked for it, or finds the job committed and settles it itself.
base::Result<std::vector<core::SubmissionId>> finish_job(Client& client, const core::JobId& job,
                                                         core::Fence fence, const core::JobResult& result);

/// Step 3 of a committed job, as often and by as many as may be. Gives the submissions that it finished.
/// Nothing where the job is not there or not committed.
base::Result<std::vector<core::SubmissionId>> settle_job(Client& client, const std::string& job);

}  // namespace assay::store::mongo
