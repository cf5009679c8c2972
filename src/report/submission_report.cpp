#include "report/submission_report.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/dismissals.hpp"

namespace assay::report {
namespace {

/// Moves what is about `path` out of `from`.
template <class Item, class PathOf>
std::vector<Item> take(std::vector<Item>& from, std::string_view path, PathOf path_of) {
  const auto others =
      std::ranges::stable_partition(from, [&](const Item& item) { return path_of(item) != path; });
  std::vector<Item> out{std::make_move_iterator(others.begin()), std::make_move_iterator(others.end())};
  from.erase(others.begin(), others.end());
  return out;
}

/// The scores of the whole. Of the deductions those for findings of the part alone, which are moved: hundreds
/// of files with all deductions each would be a report of tens of megabytes.
std::optional<core::Scores> scores_of(core::Review& whole, const core::Review& part_review) {
  if (!whole.scores) return std::nullopt;
  std::set<std::string_view> ids;
  for (const auto& issue : part_review.issues) ids.insert(issue.id);
  for (const auto& filtered : part_review.filtered) ids.insert(filtered.issue.id);  // those dismissed since
  core::Scores part{whole.scores->by_category, whole.scores->overall, {}};
  auto& all = whole.scores->deductions;
  const auto own = std::ranges::stable_partition(
      all, [&](const core::Deduction& deduction) { return !ids.contains(deduction.issue_id); });
  part.deductions.assign(std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  all.erase(own.begin(), own.end());
  return part;
}

core::Review part_of(core::Review& whole, std::string_view path) {
  core::Review part;
  part.model = whole.model;
  part.prompt_version = whole.prompt_version;
  part.issues =
      take(whole.issues, path, [](const core::Issue& issue) -> std::string_view { return issue.path; });
  part.filtered = take(whole.filtered, path,
                       [](const core::FilteredIssue& one) -> std::string_view { return one.issue.path; });
  part.coverage.ranges =
      take(whole.coverage.ranges, path,
           [](const core::CoverageRange& range) -> std::string_view { return range.path; });
  part.scores = scores_of(whole, part);
  return part;
}

}  // namespace

std::vector<FileReview> files_of(const core::Submission& submission, core::Review review,
                                 std::shared_ptr<const core::IssueStates> states, std::string_view unnamed) {
  if (states) core::set_dismissed_aside(review, *states);
  auto texts = review.files;
  if (texts.empty()) texts.push_back({submission.filename, submission.language, 0, {}, true});
  std::vector<FileReview> files;
  for (const auto& text : texts) {
    FileReview file;
    file.path = text.path.empty() ? unnamed : text.path;
    file.language = text.language;
    file.status = submission.status == core::Status::completed ? FileStatus::completed : FileStatus::failed;
    file.error = submission.error;
    file.states = states;
    // From the second on, so that the first keeps what has no path, too.
    if (!files.empty()) file.review = std::make_shared<const core::Review>(part_of(review, text.path));
    files.push_back(std::move(file));
  }
  files.front().review = std::make_shared<const core::Review>(std::move(review));
  return files;
}

}  // namespace assay::report
