#pragma once
#include <string>
#include <vector>

#include "core/ports/issue_state_store.hpp"
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/kept_reviews.hpp"

namespace assay::store::mongo {

/// IssueStateStore's calls.
base::Result<void> add_state(Client& client, const core::IssueRef& issue, const core::IssueState& state);
base::Result<std::vector<core::IssueState>> read_state_history(Client& client, const core::Scope& scope,
                                                               const std::string& fingerprint);

/// Puts what is in force of their issues into the records, in one round trip for each scope. `reviews`: those
/// of the records.
base::Result<void> attach_states(Client& client, const Reviews& reviews,
                                 std::vector<core::SubmissionRecord>& records);
/// States of findings in files of the paths that the works have, in one round trip for each scope, as long as
/// there are few. Those that have no input are left alone.
base::Result<void> attach_states(Client& client, std::vector<base::Result<core::JobWork>>& works);

}  // namespace assay::store::mongo
