#pragma once
#include <chrono>

#include "http/api.hpp"
#include "review/reader.hpp"

namespace assay::http {

/// The submission as soon as it is over; null where it is not after `at_most`, or can't be read, or the
/// server is stopping: then the client learns the id at once, instead of losing it with the connection.
base::Task<review::SharedRecord> wait_for_review(Api& api, core::Scope scope, core::SubmissionId id,
                                                 std::chrono::seconds at_most);

}  // namespace assay::http
