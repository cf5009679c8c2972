#include "analysis/static_reviewer.hpp"

#include "analysis/ruleset/own_rules.hpp"
#include "core/issue_fingerprint.hpp"

namespace assay::analysis {

StaticReviewer::StaticReviewer(base::Executor executor, PoolOptions options)
    : identity_("static/" + std::to_string(kEngineVersion) + "/" +
                own_rules(options.extra_rules, options.disabled)->hash()),
      pool_(std::move(executor), std::move(options)) {}

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
