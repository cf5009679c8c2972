#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/issue_state.hpp"
#include "core/review.hpp"

namespace assay::core {

/// One issue as the JSON object of api/openapi.json#/components/schemas/Issue.
std::string encode_issue(const Issue& issue, const IssueState& state = {});

/// The immutable part of a review as the members of a JSON object, without the braces: everything of
/// api/openapi.json#/components/schemas/Review but what belongs to the submission (id, status, times,
/// language, filename, file_count, error, cached, fingerprint, attempts). Stored once as bytes, in which
/// every issue is open; responses put the envelope in front and, where there are any, the states in
/// (states_json.hpp).
std::string encode_review_members(const Review& review);

/// What a review that another system made says in its own words, where Assay's follow from the review's
/// parts.
struct ForeignWords {
  std::optional<int> score;  ///< the overall one, without scores by category
  std::vector<std::string> security;
  std::vector<std::string> performance;
};
/// The same of such a review, which has no `scores`.
std::string encode_review_members(const Review& review, const ForeignWords& words);

/// The same members, all null or empty, for a submission without a review.
std::string_view no_review_members();

/// Reads what encode_review_members wrote. `corrupt` for anything else.
base::Result<Review> decode_review_members(std::string_view members);

}  // namespace assay::core
