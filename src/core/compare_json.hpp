#pragma once
#include <string>

#include "core/compare.hpp"
#include "core/ports/review_store.hpp"

namespace assay::core {

/// The object Comparison of api/openapi.json. The records are those of the two sides; their states are shown.
std::string encode_comparison(const Comparison& comparison, const SubmissionRecord& before,
                              const Review& review_before, const SubmissionRecord& after,
                              const Review& review_after);

}  // namespace assay::core
