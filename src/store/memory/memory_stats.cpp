#include <algorithm>
#include <map>
#include <set>

#include "core/histogram.hpp"
#include "store/issue_title.hpp"
#include "store/memory/memory_store.hpp"

namespace assay::store {

using base::Result;
using base::Task;

namespace {

constexpr std::size_t kMostTitles = 100;
constexpr std::size_t kMostExamples = 3;

using Counts = std::map<std::string, std::int64_t>;

core::NamedCounts sorted(const Counts& counts) {
  core::NamedCounts out{counts.begin(), counts.end()};
  std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

bool within(const core::StatsQuery& query, base::Timestamp time) {
  return (!query.start || time >= *query.start) && (!query.end || time < *query.end);
}

/// One title's count with the submissions that have it, by creation, and the first such issue of each.
struct Title {
  core::IssueCount issue;
  std::map<std::pair<base::Timestamp, core::SubmissionId>, core::IssueSummary> shown_by;
};

struct Recount {
  core::Stats stats;
  std::int64_t scored = 0;
  std::int64_t score_sum = 0;
  Counts languages;
  Counts severities;
  Counts categories;
  Counts rules;
  std::map<std::string, Title> titles;
  core::Histogram wait;
  core::Histogram run;

  void add(const core::Submission& submission, const MemoryState::Review& review);
  core::Stats result();
};

void Recount::add(const core::Submission& submission, const MemoryState::Review& review) {
  ++stats.total;
  stats.cached += submission.cached ? 1 : 0;
  ++languages[std::string{core::to_string(submission.language)}];
  if (review.score) {
    ++scored;
    score_sum += *review.score;
  }
  if (!submission.cached) {
    wait.add(core::Histogram::bin_of(review.queued_ms), 1);
    run.add(core::Histogram::bin_of(review.run_ms), 1);
  }
  for (const auto& issue : review.issues) {
    auto& title = titles[title_key(issue)];
    if (title.issue.count++ == 0) title.issue.title = issue.title;
    title.issue.rule_id = issue.rule_id;
    title.shown_by.try_emplace({submission.created_at, submission.id}, issue);
    if (!issue.rule_id.empty()) ++rules[issue.rule_id];
    ++severities[std::string{core::to_string(issue.severity)}];
    ++categories[std::string{core::to_string(issue.category)}];
  }
}

core::Stats Recount::result() {
  if (scored > 0) stats.avg_score = static_cast<double>(score_sum) / static_cast<double>(scored);
  for (auto& [key, title] : titles) {
    auto at = title.shown_by.rbegin();
    for (std::size_t i = 0; i < kMostExamples && at != title.shown_by.rend(); ++i, ++at)
      title.issue.examples.push_back({at->first.second, at->second.id});
    title.issue.severity = title.shown_by.rbegin()->second.severity;
    title.issue.category = title.shown_by.rbegin()->second.category;
    stats.common_issues.push_back(std::move(title.issue));
  }
  std::ranges::sort(stats.common_issues, [](const auto& a, const auto& b) {
    if (a.count != b.count) return a.count > b.count;
    return a.title != b.title ? a.title < b.title : a.rule_id < b.rule_id;
  });
  if (stats.common_issues.size() > kMostTitles) stats.common_issues.resize(kMostTitles);
  stats.by_language = sorted(languages);
  stats.by_severity = sorted(severities);
  stats.by_category = sorted(categories);
  stats.by_rule = sorted(rules);
  stats.wait = core::percentiles_of(wait);
  stats.run = core::percentiles_of(run);
  return std::move(stats);
}

void add_to_period(const core::StatsQuery& query, base::Timestamp time, const core::Submission& submission,
                   const MemoryState::Review& review, std::vector<core::PeriodStats>& periods) {
  const auto next = std::ranges::upper_bound(query.periods, time);
  if (next == query.periods.begin() || next == query.periods.end()) return;
  auto& period = periods[static_cast<std::size_t>(next - query.periods.begin()) - 1];
  ++period.total;
  period.cached += submission.cached ? 1 : 0;
  period.scored += review.score ? 1 : 0;
  period.score_sum += review.score.value_or(0);
  for (const auto& issue : review.issues) ++period.severities[static_cast<std::size_t>(issue.severity)];
}

}  // namespace

Task<Result<core::Stats>> MemoryReviewStore::stats(core::StatsQuery query) {
  const std::scoped_lock lock{state_.mutex};
  Recount recount;
  if (query.periods.size() > 1) recount.stats.by_period.resize(query.periods.size() - 1);
  std::set<const MemoryState::Review*> reviews;
  for (const auto& [id, entry] : state_.submissions) {
    const auto& submission = entry.submission;
    if (submission.scope != query.scope || !entry.review) continue;
    if (query.language && submission.language != *query.language) continue;
    const auto& review = *entry.review;
    if (within(query, review.made_at) && reviews.insert(&review).second)
      recount.stats.models += review.models;
    if (submission.status != core::Status::completed) continue;
    add_to_period(query, submission.updated_at, submission, review, recount.stats.by_period);
    if (within(query, submission.updated_at)) recount.add(submission, review);
  }
  co_return recount.result();
}

}  // namespace assay::store
