#include "review/pipeline.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/issue_fingerprint.hpp"
#include "core/merge.hpp"
#include "core/scoring.hpp"

namespace assay::review {
namespace {

constexpr int kPreparing = 5;
constexpr int kAnalysingFrom = 15;
constexpr int kAnalysingTo = 75;
constexpr int kScoring = 90;

/// Turns what one reviewer reports into what the listener of the whole run gets: percent over all reviewers,
/// and every finding once, with its id.
class RunObserver final : public core::ReviewObserver {
 public:
  RunObserver(PipelineListener& listener, std::size_t reviewers)
      : listener_(listener), reviewers_(static_cast<int>(reviewers)) {}

  void start_reviewer(int index) {
    index_ = index;
    progressed(0, 1);
  }

  void progressed(int done, int total) override {
    const int span = (kAnalysingTo - kAnalysingFrom) / std::max(1, reviewers_);
    const int percent =
        kAnalysingFrom + span * index_ + span * std::clamp(done, 0, total) / std::max(1, total);
    if (percent <= last_percent_) return;
    last_percent_ = percent;
    listener_.progressed(percent, core::Stage::analysing);
  }

  void issue_found(const core::Issue& issue) override {
    if (std::ranges::any_of(seen_, [&](const auto& other) { return core::same_finding(other, issue); }))
      return;
    seen_.push_back(issue);
    core::assign_fingerprints(seen_);
    listener_.issue_found(seen_.back());
  }

 private:
  PipelineListener& listener_;
  int reviewers_;
  int index_ = 0;
  int last_percent_ = 0;
  std::vector<core::Issue> seen_;
};

void append(auto& to, auto& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void add_usage(core::Usage& total, const core::Usage& more) {
  if (more.calls == 0) return;
  // One unknown price makes the sum unknown: null is honest, a partial sum is not.
  if (total.calls == 0) {
    total.cost_usd = more.cost_usd;
  } else if (total.cost_usd && more.cost_usd) {
    total.cost_usd = *total.cost_usd + *more.cost_usd;
  } else {
    total.cost_usd.reset();
  }
  total.calls += more.calls;
  total.input_tokens += more.input_tokens;
  total.output_tokens += more.output_tokens;
  total.cached_tokens += more.cached_tokens;
}

void drop_below(core::Severity least, core::Review& review) {
  const auto dropped =
      std::erase_if(review.issues, [&](const auto& issue) { return issue.severity < least; });
  if (dropped == 0) return;
  review.coverage.notes.push_back(std::to_string(dropped) + (dropped == 1 ? " issue" : " issues") +
                                  " below severity " + std::string{core::to_string(least)} +
                                  " not shown (options.min_severity)");
}

void append_outcome(core::Review& review, core::ReviewerOutcome& outcome) {
  append(review.issues, outcome.issues);
  append(review.advice, outcome.advice);
  append(review.coverage.ranges, outcome.coverage.ranges);
  append(review.coverage.notes, outcome.coverage.notes);
  append(review.egress, outcome.egress);
  append(review.coercions, outcome.coercions);
  add_usage(review.usage, outcome.usage);
  if (outcome.metrics) review.metrics = std::move(outcome.metrics);
  if (!outcome.summary.empty()) review.summary = std::move(outcome.summary);
  if (!outcome.model.empty()) review.model = std::move(outcome.model);
  if (!outcome.prompt_version.empty()) review.prompt_version = std::move(outcome.prompt_version);
}

/// One sentence where no model wrote a summary.
std::string plain_summary(const core::Review& review) {
  std::array<int, 3> by_severity{};
  for (const auto& issue : review.issues) ++by_severity[static_cast<std::size_t>(issue.severity)];
  if (review.issues.empty()) return "No issues found.";
  std::string text =
      std::to_string(review.issues.size()) + (review.issues.size() == 1 ? " issue: " : " issues: ");
  bool first = true;
  for (const auto severity : {core::Severity::high, core::Severity::med, core::Severity::low}) {
    const int count = by_severity[static_cast<std::size_t>(severity)];
    if (count == 0) continue;
    if (!first) text += ", ";
    first = false;
    text += std::to_string(count) + " " + std::string{core::to_string(severity)};
  }
  return text + ".";
}

/// False where every reviewer passed over every line: then a score would praise what nobody has seen.
bool saw_anything(const core::Coverage& coverage) {
  return coverage.ranges.empty() || std::ranges::any_of(coverage.ranges, [](const auto& range) {
           return range.state != core::CoverageState::skipped;
         });
}

void conclude(core::Review& review, const core::ReviewOptions& options, bool complete) {
  // Equal findings are numbered from the top of the file, so that their ids do not depend on who was faster.
  std::ranges::stable_sort(review.issues, {},
                           [](const auto& issue) { return issue.lines ? issue.lines->start : 0; });
  review.issues = core::merge_issues(std::move(review.issues));
  core::assign_fingerprints(review.issues);
  if (options.min_severity) drop_below(*options.min_severity, review);
  core::sort_worst_first(review.issues);
  const bool seen = saw_anything(review.coverage);
  if (complete && seen) review.scores = core::compute_scores(review.issues, review.metrics);
  if (review.summary.empty() && !seen) review.summary = "Nothing was reviewed; the coverage says why.";
  if (review.summary.empty()) review.summary = plain_summary(review);
}

}  // namespace

Pipeline::Pipeline(std::vector<core::Reviewer*> reviewers, const base::Clock& clock)
    : reviewers_(std::move(reviewers)), clock_(clock) {}

std::vector<core::Reviewer*> Pipeline::chosen(const core::ReviewOptions& options) const {
  if (options.reviewers.empty()) return reviewers_;
  std::vector<core::Reviewer*> out;
  for (auto* reviewer : reviewers_) {
    if (std::ranges::find(options.reviewers, reviewer->name()) != options.reviewers.end())
      out.push_back(reviewer);
  }
  return out;
}

core::ReviewerIdentities Pipeline::identities(const core::ReviewOptions& options) const {
  core::ReviewerIdentities out;
  for (const auto* reviewer : chosen(options))
    out.push_back(reviewer->name() + " " + reviewer->identity(options));
  return out;
}

base::Result<void> Pipeline::check(const core::ReviewOptions& options) const {
  for (const auto* reviewer : chosen(options)) {
    if (auto checked = reviewer->check(options); !checked) return checked;
  }
  return {};
}

std::vector<std::string> Pipeline::reviewer_names() const {
  std::vector<std::string> names;
  for (const auto* reviewer : reviewers_) names.push_back(reviewer->name());
  return names;
}

base::Task<PipelineResult> Pipeline::run(Run run) const {
  const auto reviewers = chosen(run.input->options);
  const auto started = clock_.steady();
  RunObserver observer{*run.listener, reviewers.size()};
  run.listener->progressed(kPreparing, core::Stage::preparing);
  PipelineResult result;
  result.cacheable = true;
  for (std::size_t i = 0; i < reviewers.size(); ++i) {
    observer.start_reviewer(static_cast<int>(i));
    core::ReviewRequest request;
    request.input = run.input;
    request.job = run.job;
    request.scope = run.scope;
    request.evidence = result.review.issues;
    request.stop = run.stop;
    request.observer = &observer;
    request.replies = run.replies;
    const auto reviewer_started = clock_.steady();
    auto outcome = co_await reviewers[i]->review(std::move(request));
    core::ReviewerReport report;
    report.name = reviewers[i]->name();
    report.version = reviewers[i]->identity(run.input->options);
    report.run_ms = (clock_.steady() - reviewer_started).count() / 1000;
    if (outcome.failure) {
      report.state = core::ReviewerState::failed;
      report.error = outcome.failure->reason;
      if (!result.failure) result.failure = outcome.failure;
    }
    result.cacheable = result.cacheable && outcome.cacheable && !outcome.failure;
    append_outcome(result.review, outcome);
    result.review.reviewers.push_back(std::move(report));
    if (run.stop.stop_requested()) break;
  }
  run.listener->progressed(kScoring, core::Stage::scoring);
  conclude(result.review, run.input->options, !result.failure.has_value());
  result.review.run_ms = (clock_.steady() - started).count() / 1000;
  co_return result;
}

}  // namespace assay::review
