#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"
#include "core/lifecycle.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// An unfinished job as the database has it.
struct JobRow {
  std::int64_t seq = 0;
  core::JobId id;
  std::int64_t scope = 0;
  std::int64_t input = 0;
  core::Status status = core::Status::pending;
  core::Fence fence{};
  int attempts = 0;
};

/// Nothing where there is no such job or it is over.
std::optional<JobRow> find_job(Connection& db, const core::JobId& id);

/// The job under the fence that the caller holds; `conflict` where it is over or taken by someone else.
base::Result<JobRow> find_held_job(Connection& db, const core::JobId& id, core::Fence fence);

/// What its submissions get when a job is over.
struct JobEnding {
  core::Status outcome = core::Status::failed;
  std::string error;
  std::optional<StoredReview> review;
  int attempts = 0;
  base::Timestamp at;
};

/// Finishes every attached submission, oldest first, and removes the job with its replies. Gives the
/// submissions.
std::vector<core::SubmissionId> end_job(WriteTransaction& tx, const JobRow& job, const JobEnding& ending);

/// Removes an unfinished job and its replies; its submissions are the caller's care.
void remove_job(WriteTransaction& tx, const JobRow& job);

}  // namespace assay::store
