#include "app/facts_at_start.hpp"

#include <algorithm>
#include <iterator>

#include "analysis/isolation/linter_child.hpp"
#include "analysis/isolation/sandbox.hpp"

namespace assay::app {
namespace {

/// Without their versions: asking each for its own takes seconds, and the server has to be there at once.
std::string linters_in_words(const analysis::LinterSet& linters) {
  std::string out;
  for (const auto& one : linters.installed()) {
    out.append(out.empty() ? "" : ", ").append(one.name);
    if (!one.enabled) out.append(" (off: ").append(one.detail).append(")");
  }
  return out.empty() ? "none installed" : out;
}

}  // namespace

std::vector<http::ReviewerInfo> reviewer_infos(const Reviewers& reviewers) {
  http::ReviewerInfo analyzer{
      "static", reviewers.static_reviewer != nullptr, "built-in analyzer", std::nullopt, {}};
  http::ReviewerInfo model{"llm", reviewers.llm_reviewer != nullptr, "", std::nullopt, {}};
  if (reviewers.llm_reviewer) {
    model.detail = reviewers.llm_reviewer->origin();
    model.model = reviewers.llm_reviewer->model();
    model.models = reviewers.llm_reviewer->models();
  } else {
    model.detail = "no model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own";
  }
  return {analyzer, model};
}

std::vector<http::ReadinessCheck> facts_at_start(const Reviewers& reviewers) {
  std::string detail;
  auto missing = analysis::missing_kernel_features();
  std::ranges::move(analysis::missing_linter_features(), std::back_inserter(missing));
  for (const auto& feature : missing) {
    detail.append(detail.empty() ? "the kernel lacks " : ", ").append(feature);
  }
  std::vector<http::ReadinessCheck> facts = {
      {"sandbox", true, detail.empty() ? "seccomp, Landlock and resource limits" : detail}};
  if (reviewers.linters) facts.push_back({"linters", true, linters_in_words(*reviewers.linters)});
  return facts;
}

}  // namespace assay::app
