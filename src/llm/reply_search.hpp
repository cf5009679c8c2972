#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/json_reader.hpp"
#include "base/result.hpp"

namespace assay::llm {

/// The JSON value of a reply that is most like a review.
struct FoundReview {
  base::JsonDocument document;
  bool repaired = false;  ///< it was not strict JSON as it stood
};

/// Searches text for the review in it: through fences, prose with braces, thoughts, other objects and broken
/// JSON. String-aware: a review that stands inside a string of another one (code under review, echoed in a
/// quote) is not found. Thoughts count only where nothing follows them; of equals the last one wins.
/// corrupt: there is none, or it ends in the middle. Time is bounded by a small multiple of the size.
base::Result<FoundReview> find_review(std::string_view text);

}  // namespace assay::llm
