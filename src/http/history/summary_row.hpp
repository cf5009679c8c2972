#pragma once
#include <string>

#include "core/ports/review_store.hpp"

namespace assay::http {

/// Appends the object `ReviewSummary` of api/openapi.json: the submission and what a list shows of its
/// review, without findings, files and receipts. Some hundred bytes, whatever the review holds.
void append_summary(std::string& out, const core::SubmissionRecord& record);

}  // namespace assay::http
