#pragma once
#include <chrono>

#include "http/api.hpp"
#include "review/reader.hpp"

namespace assay::http {

/// The submission as soon as it is over; null where it is not after `at_most`, or can't be read.
base::Task<review::SharedRecord> wait_for_review(Api& api, core::Scope scope, core::SubmissionId id,
                                                 std::chrono::seconds at_most);

}  // namespace assay::http
