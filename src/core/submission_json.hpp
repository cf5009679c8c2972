#pragma once
#include <string>

#include "core/ports/review_store.hpp"

namespace assay::core {

/// Appends the members of api/openapi.json#/components/schemas/Review without the braces: the envelope of the
/// submission and then the review's stored bytes. The one place that writes a submission on the wire.
void append_submission_members(std::string& out, const SubmissionRecord& record);

/// The same with braces.
std::string encode_submission(const SubmissionRecord& record);

/// Appends the review's members as they are to be shown: the stored bytes with the states of the issues.
void append_review_members(std::string& out, const SubmissionRecord& record);

/// The envelope alone, up to where the review's members follow: lets a response send them as two buffers.
/// `out` gets `{"id":…,` and the caller appends the members and `}`.
void append_submission_envelope(std::string& out, const Submission& submission);

}  // namespace assay::core
