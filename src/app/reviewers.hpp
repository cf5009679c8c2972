#pragma once
#include <memory>
#include <vector>

#include "analysis/static_reviewer.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "llm/llm_reviewer.hpp"
#include "llm/redact.hpp"
#include "review/masking_reviewer.hpp"

namespace assay::app {

/// The reviewers in force, in the order they run. Null: not in force.
struct Reviewers {
  std::unique_ptr<llm::Redactor> secrets;  ///< of the masks below
  std::unique_ptr<analysis::StaticReviewer> static_reviewer;
  std::unique_ptr<review::MaskingReviewer> masked_static;  ///< the static one, as others see it
  std::unique_ptr<llm::LlmReviewer> llm_reviewer;
  std::shared_ptr<const analysis::LinterSet> linters;  ///< those of the static reviewer; null without it

  std::vector<core::Reviewer*> in_order() const;
};

/// Looks for the linters as the static reviewer does; runs none.
analysis::LinterSet find_linters(const cli::AnalysisSettings& settings);

/// Builds what the configuration asks for, to run on `executor`. An error names the setting or the rule at
/// fault. `clock`, `random` and `ledger` outlive them.
base::Result<Reviewers> make_reviewers(const cli::LoadedConfiguration& loaded, base::Executor executor,
                                       const base::Clock& clock, base::Random& random,
                                       core::SpendLedger& ledger);

/// Ends children and connections. On the executor they were made for, when no review is under way.
base::Task<void> stop(Reviewers reviewers);

}  // namespace assay::app
