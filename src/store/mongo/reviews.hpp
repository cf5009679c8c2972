#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Stores a result that is not committed yet: nobody shows it.
base::Result<void> insert_review(Client& client, const View& job, const core::JobResult& result);

/// What a submission takes over from the review that answers it: review, score, issues, queued_ms, run_ms.
/// Nothing where the review is gone.
base::Result<std::optional<Document>> find_answer_fields(Client& client, const std::string& review);

/// The same for many, by review; those that are gone are not in it.
base::Result<std::map<std::string, Document>> find_answer_fields(Client& client,
                                                                 const std::vector<std::string>& reviews);

/// Says that a submission refers to it: from now on nobody who counted those before removes it. False where
/// it is gone.
base::Result<bool> touch_review(Client& client, const std::string& review);

/// Removes the review and the cache entry of it where no submission has it.
base::Result<void> remove_unused_review(Client& client, const std::string& review);

}  // namespace assay::store::mongo
