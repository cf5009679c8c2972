#include "review/join_outcomes.hpp"

#include <algorithm>
#include <iterator>

#include "core/sum_metrics.hpp"

namespace assay::review {
namespace {

void append(auto& to, auto& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void add_egress(std::vector<core::Egress>& total, std::vector<core::Egress>& more) {
  for (auto& receipt : more) {
    const auto same = std::ranges::find_if(
        total, [&](const auto& other) { return other.to == receipt.to && other.model == receipt.model; });
    if (same == total.end()) {
      total.push_back(std::move(receipt));
    } else {
      same->bytes += receipt.bytes;
      append(same->redactions, receipt.redactions);
    }
  }
}

/// Lines that name the file they are about.
void add_lines(std::vector<std::string>& total, const std::vector<std::string>& more,
               const std::string& path) {
  for (const auto& line : more) total.push_back(path + ": " + line);
}

}  // namespace

void add_usage(core::Usage& total, const core::Usage& more) {
  if (more.calls == 0) return;
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

void OutcomeJoiner::add(const std::string& path, core::ReviewerOutcome outcome) {
  if (outcome.failure && !total_.failure) {
    total_.failure = std::move(outcome.failure);
    total_.failure->reason += " (" + path + ")";
  }
  append(total_.issues, outcome.issues);
  append(total_.filtered, outcome.filtered);
  append(total_.verdicts, outcome.verdicts);
  total_.failed_issues += outcome.failed_issues;
  for (auto& advice : outcome.advice) {
    if (std::ranges::find(total_.advice, advice) == total_.advice.end())
      total_.advice.push_back(std::move(advice));
  }
  if (!outcome.summary.empty())
    total_.summary += (total_.summary.empty() ? "" : "\n") + path + ": " + outcome.summary;
  append(total_.coverage.ranges, outcome.coverage.ranges);
  add_lines(total_.coverage.notes, outcome.coverage.notes, path);
  add_lines(total_.coercions, outcome.coercions, path);
  add_egress(total_.egress, outcome.egress);
  add_usage(total_.usage, outcome.usage);
  if (outcome.metrics && total_.metrics) {
    core::add_metrics(*total_.metrics, std::move(*outcome.metrics));
  } else if (outcome.metrics) {
    total_.metrics = std::move(outcome.metrics);
  }
  if (!outcome.model.empty()) total_.model = std::move(outcome.model);
  if (!outcome.prompt_version.empty()) total_.prompt_version = std::move(outcome.prompt_version);
  total_.cacheable = total_.cacheable && outcome.cacheable;
}

void OutcomeJoiner::add_missing(core::CoverageRange range) {
  range.reason = total_.failure ? total_.failure->reason : "the review was stopped";
  total_.coverage.ranges.push_back(std::move(range));
  total_.cacheable = false;
}

}  // namespace assay::review
