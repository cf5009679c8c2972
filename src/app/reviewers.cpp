#include "app/reviewers.hpp"

#include <algorithm>
#include <iterator>
#include <thread>

#include "analysis/rules/rule_codec.hpp"
#include "analysis/rules/rule_yaml.hpp"
#include "app/llm_settings.hpp"
#include "cli/config/derived.hpp"

namespace assay::app {
namespace {

int child_count(int configured) {
  constexpr int kWithoutAnswer = 2;
  if (configured > 0) return configured;
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return cores > 0 ? cores : kWithoutAnswer;
}

base::Result<analysis::PoolOptions> pool_options(const cli::AnalysisSettings& settings) {
  analysis::PoolOptions options;
  options.processes = child_count(settings.children);
  options.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(settings.timeout);
  options.limits.max_bytes = static_cast<std::size_t>(settings.max_file_bytes);
  options.limits.max_line = static_cast<std::size_t>(settings.max_line_bytes);
  options.memory_bytes = static_cast<std::uint64_t>(settings.memory_bytes);
  std::vector<analysis::Rule> own;
  for (const auto& folder : settings.rules) {
    auto loaded = analysis::load_rules(folder);
    if (!loaded.errors.empty())
      return base::fail(base::Errc::invalid_argument, loaded.errors.front(), "analysis.rules");
    std::ranges::move(loaded.rules, std::back_inserter(own));
  }
  if (!own.empty()) options.extra_rules = analysis::encode_rules(own);
  options.disabled = settings.rules_off;
  options.enabled = settings.rules_on;
  return options;
}

}  // namespace

analysis::LinterSet find_linters(const cli::AnalysisSettings& settings) {
  analysis::LinterOptions options;
  options.off = settings.linters_off;
  options.enabled = std::ranges::find(options.off, "all") == options.off.end();
  options.folders = settings.linter_folders;
  options.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(settings.timeout);
  return analysis::LinterSet::find(std::move(options));
}

std::vector<core::Reviewer*> Reviewers::in_order() const {
  std::vector<core::Reviewer*> out;
  if (masked_static) out.push_back(masked_static.get());
  if (llm_reviewer) out.push_back(llm_reviewer.get());
  return out;
}

base::Result<Reviewers> make_reviewers(const cli::LoadedConfiguration& loaded, base::Executor executor,
                                       const base::Clock& clock, base::Random& random,
                                       core::SpendLedger& ledger) {
  Reviewers reviewers;
  for (const auto& name : cli::reviewers_in_force(loaded)) {
    if (name == "static") {
      auto options = pool_options(loaded.values.analysis);
      if (!options) return base::fail(options.error());
      auto secrets = llm::Redactor::create();
      if (!secrets) return base::fail(secrets.error());
      reviewers.secrets = std::move(*secrets);
      reviewers.linters = std::make_shared<const analysis::LinterSet>(find_linters(loaded.values.analysis));
      reviewers.static_reviewer =
          std::make_unique<analysis::StaticReviewer>(executor, std::move(*options), reviewers.linters);
      reviewers.masked_static = std::make_unique<review::MaskingReviewer>(
          *reviewers.static_reviewer, *reviewers.secrets, std::string(llm::Redactor::version()));
    } else if (name == "llm") {
      auto made =
          llm::LlmReviewer::create(to_llm_config(loaded.values.llm), executor, clock, random, &ledger);
      if (!made) return base::fail(made.error());
      reviewers.llm_reviewer = std::move(*made);
    }
  }
  if (reviewers.llm_reviewer && reviewers.static_reviewer)
    reviewers.llm_reviewer->use_outliner(*reviewers.static_reviewer);
  return reviewers;
}

base::Task<void> stop(Reviewers reviewers) {
  if (reviewers.static_reviewer) reviewers.static_reviewer->pool().shutdown();
  co_return;
}

}  // namespace assay::app
