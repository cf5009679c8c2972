#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// A job whose result is committed (finish.hpp).
struct Committed {
  std::string job;
  std::string input;  ///< its id
  int attempts = 0;   ///< the last one included
  Document result;    ///< as in the job
  Document answer;    ///< find_answer_fields of its review; empty without a review
};

using Finished = std::vector<core::SubmissionId>;

/// Finishes all unfinished submissions of the jobs, puts what may be there into the cache, then the jobs go.
/// Each step is one command for all. As often and by as many as may be. Gives what it finished of each.
base::Result<std::vector<Finished>> settle_jobs(Client& client, const std::vector<Committed>& jobs);

/// The same of one. Nothing where the job is not there or not committed.
base::Result<Finished> settle_job(Client& client, const std::string& job);

}  // namespace assay::store::mongo
