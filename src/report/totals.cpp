#include "report/totals.hpp"

#include <algorithm>

namespace assay::report {
namespace {

bool is_in_part(const core::Review& review) {
  return std::ranges::any_of(review.coverage.ranges, [](const core::CoverageRange& range) {
    return range.state != core::CoverageState::reviewed;
  });
}

}  // namespace

void Totals::add(const FileReview& file) {
  switch (file.status) {
    case FileStatus::completed:
      ++completed;
      if (file.review && is_in_part(*file.review)) ++in_part;
      break;
    case FileStatus::failed:
      ++failed;
      break;
    case FileStatus::skipped:
      ++skipped;
      ++skipped_because[file.error];
      break;
  }
  if (!file.review) return;
  for (const auto& issue : file.review->issues) ++issues[static_cast<std::size_t>(issue.severity)];
  for (const auto& receipt : file.review->egress) {
    sent[receipt.to] += receipt.bytes;
    redactions += static_cast<std::int64_t>(receipt.redactions.size());
  }
  if (!file.review->scores) return;
  ++scored;
  score_sum += file.review->scores->overall;
}

}  // namespace assay::report
