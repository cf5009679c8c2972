#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Says that a submission was attached to the job: from now on nobody who counted its submissions before ends
/// it. False where it is over.
base::Result<bool> touch_job(Client& client, const std::string& job);

/// Ends and forgets the job where no unfinished submission has it. Says whether it did.
base::Result<bool> end_unused_job(Client& client, const std::string& job);

/// Removes what hangs on jobs that are over: their raw replies, then themselves.
base::Result<void> forget_jobs(Client& client, const std::vector<std::string>& jobs);

}  // namespace assay::store::mongo
