#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/ports/import_sink.hpp"
#include "store/mongo/document.hpp"

namespace assay::store::mongo {

// Documents of the plain shape, which other systems with the same API keep:
//   submissions  _id, language, code, code_hash, filename, status, created_at, updated_at, review_id, error
//   reviews      _id, submission_id, score, issues [{title, detail, severity, category, line}], security,
//                performance, suggestions (arrays of text), summary, model, duration_ms, created_at
// Ids are ObjectIds or text, times dates or ISO 8601. Whatever is missing or odd is made good and counted.

/// Sentences about what was odd, and how often it was.
using Oddities = std::map<std::string, std::int64_t>;

/// A submission as it is there. `imported` has all but its review, and a status that may be unfinished.
struct PlainSubmission {
  core::ImportedSubmission imported;
  std::optional<std::string> review;  ///< its id
  std::string problem;                ///< why it can't be taken; empty: it can
};
PlainSubmission plain_submission(const View& document, const core::Scope& scope, Oddities& oddities);

/// The review that a submission has. `expires_at` … are not set, as ImportedSubmission says.
std::shared_ptr<const core::JobResult> plain_review(const View& document, const core::Submission& submission,
                                                    Oddities& oddities);

}  // namespace assay::store::mongo
