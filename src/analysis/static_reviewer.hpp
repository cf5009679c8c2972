#pragma once
#include <memory>
#include <string>

#include "analysis/isolation/process_pool.hpp"
#include "analysis/linters/linter_set.hpp"
#include "base/blocking_pool.hpp"
#include "core/ports/outliner.hpp"
#include "core/ports/reviewer.hpp"

namespace assay::analysis {

/// The reviewer that needs no key and no network: rules, data flow and metrics over the syntax tree, in child
/// processes, and after them the linters that are installed. What the rules find is published before the
/// linters run; a linter's finding that the rules have too is joined to theirs.
class StaticReviewer final : public core::Reviewer, public core::Outliner {
 public:
  /// Starts nothing yet. Belongs to the executor's io_context, like its pool.
  StaticReviewer(base::Executor executor, PoolOptions options,
                 std::shared_ptr<const LinterSet> linters = nullptr);

  std::string name() const override { return "static"; }
  /// "static/<engine version>/<hash of the rules>", and the linters with their versions where there are any.
  std::string identity(const core::ReviewOptions& options) const override;
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override;
  base::Task<core::CodeOutline> outline(core::Language language, std::string filename, std::string code,
                                        std::stop_token stop) override;

  ProcessPool& pool() { return pool_; }

 private:
  std::string identity_;
  std::shared_ptr<const LinterSet> linters_;  ///< may be null
  base::BlockingPool linter_threads_;
  ProcessPool pool_;
};

}  // namespace assay::analysis
