#pragma once
#include <cstddef>
#include <string>

#include "fakes/plausible_review.hpp"

namespace assay::fakes {

/// What the pretended model says, before a wire format wraps it.
struct Answer {
  enum class Finish { stop, length, content_filter, none };
  std::string content;
  std::string refusal;  ///< set: the model refuses and `content` is empty
  Finish finish = Finish::stop;
  bool report_usage = true;
  std::size_t prompt_tokens = 0;
  std::size_t completion_tokens = 0;
};

/// The review as compact JSON in the shape of prompts/review-schema.json.
std::string encode_review(const FakeReview& review);

/// Four bytes are a token here, rounded up.
std::size_t count_tokens(std::size_t bytes);

}  // namespace assay::fakes
