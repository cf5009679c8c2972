#pragma once
#include "fakes/answer.hpp"
#include "fakes/fault.hpp"

namespace assay::fakes {

/// The answer for this review with the model's share of `fault` applied; faults of HTTP and of the stream
/// leave it clean. Token counts are not set.
Answer make_answer(FakeReview review, const Fault& fault);

}  // namespace assay::fakes
