#include "analysis/static_reviewer.hpp"

#include "analysis/ruleset/own_rules.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/merge.hpp"

#include <algorithm>
#include <iterator>

namespace assay::analysis {
namespace {

/// Joins what the linters found with what the rules did, and publishes what is new.
void add_linters(core::ReviewerOutcome& outcome, LinterSet::Outcome found, core::ReviewObserver& observer) {
  std::move(found.issues.begin(), found.issues.end(), std::back_inserter(outcome.issues));
  // Ours come first, so theirs are what is joined to them.
  outcome.issues = core::merge_issues(std::move(outcome.issues));
  core::assign_fingerprints(outcome.issues);
  for (const core::Issue& issue : outcome.issues) {
    if (issue.sources.front() != "static") observer.issue_found(issue);
  }
  std::move(found.notes.begin(), found.notes.end(), std::back_inserter(outcome.coverage.notes));
  if (!found.complete) outcome.cacheable = false;
}

}  // namespace

StaticReviewer::StaticReviewer(base::Executor executor, PoolOptions options,
                               std::shared_ptr<const LinterSet> linters)
    : identity_("static/" + std::to_string(kEngineVersion) + "/" +
                rules_hash({options.extra_rules, options.disabled, options.enabled})),
      linters_(std::move(linters)),
      linter_threads_("linters", static_cast<unsigned>(std::max(1, options.processes))),
      pool_(std::move(executor), std::move(options)) {
  if (linters_ && !linters_->identity().empty()) identity_ += "/" + linters_->identity();
}

std::string StaticReviewer::identity(const core::ReviewOptions&) const { return identity_; }

base::Task<core::ReviewerOutcome> StaticReviewer::review(core::ReviewRequest request) {
  core::ReviewerOutcome outcome;
  Source source{request.input->language, request.input->filename, request.input->code, false};
  auto analysed = co_await pool_.analyse(std::move(source), request.stop);
  if (!analysed) {
    outcome.failure =
        core::ReviewerFailure{analysed.error().message, analysed.error().retryable(), std::nullopt};
    outcome.cacheable = false;
    co_return outcome;
  }
  outcome.issues = std::move(analysed->result.issues);
  outcome.coverage = std::move(analysed->result.coverage);
  outcome.metrics = std::move(analysed->result.metrics);
  outcome.cacheable = analysed->complete;
  core::assign_fingerprints(outcome.issues);
  for (const core::Issue& issue : outcome.issues) request.observer->issue_found(issue);
  const core::Language language = analysed->result.language;
  if (linters_ && linters_->any_for(language) && !request.stop.stop_requested()) {
    request.observer->progressed(1, 2);
    Source text{language, request.input->filename, request.input->code};
    auto work = [linters = linters_, text = std::move(text), stop = request.stop] {
      return linters->run(text, stop);
    };
    LinterSet::Outcome found = co_await base::run_on(linter_threads_, std::move(work));
    add_linters(outcome, std::move(found), *request.observer);
  }
  request.observer->progressed(1, 1);
  co_return outcome;
}

base::Task<core::CodeOutline> StaticReviewer::outline(core::Language language, std::string filename,
                                                      std::string code, std::stop_token stop) {
  Source source{language, std::move(filename), std::move(code), true};
  auto analysed = co_await pool_.analyse(std::move(source), std::move(stop));
  core::CodeOutline outline;
  if (analysed) outline = std::move(analysed->result.outline);
  co_return outline;
}

}  // namespace assay::analysis
