#pragma once
#include <vector>

#include "core/ports/issue_state_store.hpp"
#include "core/ports/review_store.hpp"
#include "store/sqlite/stated_issues.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// IssueStateStore::set_state.
void add_state(WriteTransaction& tx, const core::IssueRef& issue, const core::IssueState& state);
/// IssueStateStore::state_history.
std::vector<core::IssueState> read_state_history(Connection& db, const core::Scope& scope,
                                                 std::string_view fingerprint);

/// Gives a record the states of its issues.
void attach_states(Connection& db, const StatedIssues& stated, core::SubmissionRecord& record);
/// Gives a job the states of findings in the files it is about.
void attach_states(Connection& db, const StatedIssues& stated, core::JobWork& work);
/// Fills the index from the database.
void load_stated(Connection& db, StatedIssues& stated);

}  // namespace assay::store
