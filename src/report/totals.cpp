#include "report/totals.hpp"

namespace assay::report {

void Totals::add(const FileReview& file) {
  switch (file.status) {
    case FileStatus::completed:
      ++completed;
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
