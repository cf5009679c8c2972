#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"

namespace assay::store {

/// What the rollups need of one issue; `title` is the row of `titles`, below 0 where it is a rule's.
struct StoredIssue {
  std::int64_t title = 0;
  core::Severity severity = core::Severity::low;
  core::Category category = core::Category::correctness;
  bool operator==(const StoredIssue&) const = default;
};

/// A review that is in the database, to be given to submissions.
struct StoredReview {
  std::int64_t id = 0;
  std::optional<int> score;
  std::int64_t queued_ms = 0;
  std::int64_t run_ms = 0;
  std::vector<StoredIssue> issues;
};

/// Ten bytes an issue: the title's id, little-endian, then severity and category.
std::string encode_issues(const std::vector<StoredIssue>& issues);
/// Nothing for bytes that encode_issues does not write.
std::optional<std::vector<StoredIssue>> decode_issues(std::string_view bytes);

}  // namespace assay::store
