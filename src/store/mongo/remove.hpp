#pragma once
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// ReviewStore::cancel and ::erase. One conditional change of the submission's document decides each of them;
/// what hangs on it goes after that, in steps that repair can take up again (finish_erasing).
base::Result<core::Cancelled> cancel_submission(Client& client, const core::Scope& scope,
                                                const core::SubmissionId& id, base::Timestamp now);
base::Result<core::Cancelled> erase_submission(Client& client, const core::Scope& scope,
                                               const core::SubmissionId& id, base::Timestamp now);

/// Removes what hangs on a submission that is marked as `erasing`, then its document.
base::Result<void> finish_erasing(Client& client, const core::SubmissionId& id, base::Timestamp now);

}  // namespace assay::store::mongo
