#pragma once
#include <memory>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/held_jobs.hpp"
#include "store/mongo/settle.hpp"

namespace assay::store::mongo {

/// A result that the holder of a job hands in.
struct Finishing {
  core::JobId job;
  core::Fence fence{};
  core::JobResult result;
};

/// ReviewStore::finish for many jobs, each step one command for all of them. In steps that anybody can take
/// up again, without a transaction over several documents (a single server has none):
///
/// 1. The review is stored as uncommitted: nothing refers to it yet.
/// 2. The job is committed by one conditional change: it must be open and held under this fence. From then on
///    the result is there for good, in the job (`result`), and nobody else can store one.
/// 3. The job is settled (settle.hpp): cache entry, all unfinished submissions of the job, then the job goes.
///
/// A crash after 1 leaves a review that repair removes; after 2, a job that repair settles. A submission that
/// attaches while this happens looks at the job after it was stored (accept.hpp): it was there before step 3
/// looked for it, or finds the job committed and settles it itself.
base::Result<std::vector<base::Result<Finished>>> finish_jobs(
    Client& client, HeldJobs& held, const std::vector<std::shared_ptr<const Finishing>>& jobs);

}  // namespace assay::store::mongo
