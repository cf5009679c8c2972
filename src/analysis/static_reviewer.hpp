#pragma once
#include <string>

#include "analysis/isolation/process_pool.hpp"
#include "core/ports/outliner.hpp"
#include "core/ports/reviewer.hpp"

namespace assay::analysis {

/// The reviewer that needs no key and no network: rules, data flow and metrics over the syntax tree, in child
/// processes.
class StaticReviewer final : public core::Reviewer, public core::Outliner {
 public:
  /// Starts nothing yet. Belongs to the executor's io_context, like its pool.
  StaticReviewer(base::Executor executor, PoolOptions options);

  std::string name() const override { return "static"; }
  /// "static/<engine version>/<hash of the rules>".
  std::string identity(const core::ReviewOptions& options) const override;
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override;
  base::Task<core::CodeOutline> outline(core::Language language, std::string filename, std::string code,
                                        std::stop_token stop) override;

  ProcessPool& pool() { return pool_; }

 private:
  std::string identity_;
  ProcessPool pool_;
};

}  // namespace assay::analysis
