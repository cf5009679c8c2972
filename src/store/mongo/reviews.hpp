#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// The result of a job of this scope, input and language.
struct NewReview {
  std::string scope;
  std::string input;  ///< its id
  core::Language language = core::Language::text;
  const core::JobResult* result = nullptr;
};
/// Stores results that are not committed yet: nobody shows them. One that is there already is left alone.
base::Result<void> insert_reviews(Client& client, const std::vector<NewReview>& reviews);

/// As find_answer_fields, of a review that was made of this.
Document answer_fields(const core::JobResult& result);

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
