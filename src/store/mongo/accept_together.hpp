#pragma once
#include <optional>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/kept_reviews.hpp"
#include "store/mongo/places.hpp"

namespace assay::store::mongo {

/// What came of one submission of those that were accepted together.
struct Taken {
  std::optional<core::Accepted> answer;
  /// Without an answer: it is stored with this place, which may have gone meanwhile: settle_accepted.
  std::optional<Place> place;
  // Neither: nothing of it is stored; accept_submission finds out why.
};

/// Whether it is of the kind that is accepted with others: not large, and not by way of a job of its own.
bool goes_with_others(const core::NewSubmission& submission);

/// The steps of accept_submission for many, of any scopes, each step one command for all of them: what is
/// promised and what a crash leaves is the same. What does not go smoothly (a key that was used before, a job
/// that somebody else made just now, code that was forgotten) is left to be accepted alone.
base::Result<std::vector<base::Result<Taken>>> accept_together(
    Client& client, KeptReviews& kept,
    const std::vector<std::shared_ptr<const core::NewSubmission>>& submissions);

}  // namespace assay::store::mongo
