#include "review/pipeline.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "review/conclusion.hpp"
#include "review/join_outcomes.hpp"
#include "review/reviewer_run.hpp"

namespace assay::review {
namespace {

constexpr int kPreparing = 5;
constexpr int kScoring = 90;

void append(auto& to, auto& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void append_outcome(core::Review& review, core::ReviewerOutcome& outcome) {
  append(review.issues, outcome.issues);
  append(review.filtered, outcome.filtered);
  review.failed_issues += outcome.failed_issues;
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
  constexpr std::string_view kAsksModels = "llm";
  const auto asks = [&](const core::Reviewer* reviewer) { return reviewer->name() == kAsksModels; };
  if (!options.model.empty() && std::ranges::none_of(reviewers_, asks)) {
    return base::fail(base::Errc::invalid_argument,
                      "options.model names a model, and none is configured here", "options.model");
  }
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
  const auto texts = texts_under_review(run.input);
  RunObserver observer{*run.listener, *run.input, reviewers.size(), texts.size()};
  run.listener->progressed(kPreparing, core::Stage::preparing);
  PipelineResult result;
  result.cacheable = true;
  for (std::size_t i = 0; i < reviewers.size(); ++i) {
    observer.start_reviewer(static_cast<int>(i));
    const auto reviewer_started = clock_.steady();
    const auto evidence = result.review.issues;
    ReviewerRun::Parts parts{*reviewers[i], run, texts, evidence, observer};
    ReviewerRun reviewer_run{parts};
    auto outcome = co_await reviewer_run.run();
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
    core::apply_verdicts(result.review.issues, outcome.verdicts);
    append_outcome(result.review, outcome);
    result.review.reviewers.push_back(std::move(report));
    if (run.stop.stop_requested()) break;
  }
  run.listener->progressed(kScoring, core::Stage::scoring);
  conclude(result.review, *run.input, result.failure ? Complete::no : Complete::yes, run.policy);
  result.review.run_ms = (clock_.steady() - started).count() / 1000;
  co_return result;
}

}  // namespace assay::review
