#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/submission.hpp"
#include "http/response.hpp"

namespace assay::http {

/// The body of POST /api/reviews, read.
struct SubmissionRequest {
  core::ReviewInput input;
  std::vector<std::string> ignored_fields;  ///< names that are not known, "options.x" for those inside
};

enum class UnknownFields { ignored, refused };

/// Reads the JSON body: shapes, types, sizes and names; whether a reviewer exists is not its business. A diff
/// is applied, so that the input has the files as they are after it. Of a key that stands twice the last
/// value counts. On failure the answer to give: 400 for no JSON or too deep a nesting, 413 for too much code,
/// 422 with the field for the rest.
tl::expected<SubmissionRequest, Response> read_submission(std::string_view body, std::size_t max_code_bytes,
                                                          UnknownFields unknown);

}  // namespace assay::http
