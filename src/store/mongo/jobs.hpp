#pragma once
#include <optional>
#include <string>

#include "core/ids.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// The job where this fence holds it; `conflict` where the fence is stale, the job was handed back, or it is
/// over.
base::Result<Document> held_job(Client& client, const core::JobId& job, core::Fence fence);

/// Says that a submission was attached to the job: from now on nobody who counted its submissions before ends
/// it. False where it is over.
base::Result<bool> touch_job(Client& client, const std::string& job);

/// Ends and forgets the job where no unfinished submission has it. Says whether it did.
base::Result<bool> end_unused_job(Client& client, const std::string& job);

/// Removes what hangs on a job that is over: its raw replies, then itself.
base::Result<void> forget_job(Client& client, const std::string& job);

}  // namespace assay::store::mongo
