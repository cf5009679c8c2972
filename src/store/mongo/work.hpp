#pragma once
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/held_jobs.hpp"

namespace assay::store::mongo {

struct WantedWork {
  core::JobId job;
  core::Fence fence{};
};

/// ReviewStore::load_job for many, in the order given, in four round trips; one more for each further scope,
/// and for what does not fit into one document. What is given is also put into `held`.
base::Result<std::vector<base::Result<core::JobWork>>> read_works(Client& client, HeldJobs& held,
                                                                  const std::vector<WantedWork>& wanted);

/// ReviewStore::find_input.
base::Result<std::shared_ptr<const core::ReviewInput>> input_of(Client& client, const core::Scope& scope,
                                                                const core::SubmissionId& id);

}  // namespace assay::store::mongo
