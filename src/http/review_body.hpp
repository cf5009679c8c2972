#pragma once
#include <string>
#include <string_view>

#include "core/ports/review_store.hpp"
#include "http/response.hpp"

namespace assay::http {

/// Appends what belongs to the submission as members of a JSON object, a comma after each: id, status, times,
/// language, filename, file_count, error, cached, fingerprint, attempts, rerun_of.
void append_envelope(std::string& out, const core::Submission& submission);

/// Appends the whole object `Review` of api/openapi.json.
void append_review(std::string& out, const core::SubmissionRecord& record);

/// 200 with the object `Review`; the stored members are sent from where they are.
Response review_response(const core::SubmissionRecord& record);

/// Strong validator (RFC 9110, 8.8.3) with its quotes: changes whenever the object does.
std::string review_etag(const core::SubmissionRecord& record);

/// Data of the `done` event (object DoneEvent). `review` is left out where there is none.
std::string done_data(const core::SubmissionRecord& record);

}  // namespace assay::http
