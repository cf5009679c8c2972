#include "review/issue_triage.hpp"

#include <algorithm>

#include "core/review_json.hpp"

namespace assay::review {
namespace {

base::Result<core::Issue> issue_in(const core::SubmissionRecord& record, const std::string& issue_id) {
  if (record.review_members) {
    auto review = core::decode_review_members(*record.review_members);
    if (!review) return base::fail(review.error());
    const auto shown = std::ranges::find(review->issues, issue_id, &core::Issue::id);
    if (shown != review->issues.end()) return std::move(*shown);
    for (auto& filtered : review->filtered) {
      if (filtered.issue.id == issue_id) return std::move(filtered.issue);
    }
  }
  return base::fail(base::Errc::not_found, "the review has no issue with this id", "issue_id");
}

}  // namespace

base::Task<base::Result<StatedIssue>> IssueTriage::find(core::Scope scope, core::SubmissionId id,
                                                        std::string issue_id) {
  const auto record = co_await parts_.reader.find(scope, std::move(id));
  if (!record) co_return base::fail(record.error());
  auto issue = issue_in(**record, issue_id);
  if (!issue) co_return base::fail(issue.error());
  auto history = co_await parts_.states.state_history(std::move(scope), issue->fingerprint);
  if (!history) co_return base::fail(history.error());
  StatedIssue stated{std::move(*issue), std::move(*history)};
  co_return stated;
}

base::Task<base::Result<StatedIssue>> IssueTriage::set(core::Scope scope, core::SubmissionId id,
                                                       std::string issue_id, core::IssueState state) {
  auto stated = co_await find(scope, std::move(id), std::move(issue_id));
  if (!stated) co_return base::fail(stated.error());
  state.at = parts_.clock.now();
  core::IssueRef ref{std::move(scope), stated->issue.path, stated->issue.fingerprint};
  const auto kept = co_await parts_.states.set_state(std::move(ref), state);
  if (!kept) co_return base::fail(kept.error());
  parts_.hot.clear();
  stated->history.push_back(std::move(state));
  co_return std::move(*stated);
}

}  // namespace assay::review
