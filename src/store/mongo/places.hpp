#pragma once
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Where a submission gets its review from.
struct Place {
  core::Acceptance how = core::Acceptance::new_job;
  core::JobId job;       ///< empty on from_cache
  std::string review{};  ///< on from_cache
  Document answer{};     ///< on from_cache: find_answer_fields
};

/// The fresh review in the cache, the open job of equal work, or a new job, `submission.job`. `rate_limited`
/// where that would be needed and must not be; `conflict` where the job's id is in use for other work.
base::Result<Place> find_place(Client& client, const core::NewSubmission& submission);

/// The job of a submission that makes one; equal work may join it unless that is to be bypassed.
Document job_of(const core::NewSubmission& submission, bool bypass);

/// True where the place was there after the submission that refers to it: it will be served.
base::Result<bool> still_there(Client& client, const Place& place);

/// The fields of a submission that say where it is.
Document fields_of(const Place& place, base::Timestamp created_at);

/// Moves a submission, if it is still where it was.
base::Result<void> move_to(Client& client, const core::SubmissionId& submission, const Place& from,
                           const Place& to, base::Timestamp created_at);

}  // namespace assay::store::mongo
