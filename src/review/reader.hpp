#pragma once
#include <memory>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ports/review_store.hpp"
#include "review/hot_reviews.hpp"

namespace assay::review {

using SharedRecord = std::shared_ptr<const core::SubmissionRecord>;

/// Reads submissions, reviews, history and statistics. Thread-safe; calls stay on their io_context.
class Reader {
 public:
  Reader(core::ReviewStore& store, HotReviews& hot) : store_(store), hot_(hot) {}

  /// A finished submission that is in memory, at once; else null: ask `find`.
  SharedRecord find_hot(const core::Scope& scope, const core::SubmissionId& id) {
    return hot_.find(scope, id);
  }
  /// `not_found` for unknown ids and other scopes'.
  base::Task<base::Result<SharedRecord>> find(core::Scope scope, core::SubmissionId id);
  /// The code as it was reviewed, with its language and file name.
  base::Task<base::Result<std::shared_ptr<const core::ReviewInput>>> find_input(core::Scope scope,
                                                                                core::SubmissionId id);
  base::Task<base::Result<core::HistoryPage>> history(core::HistoryQuery query);
  base::Task<base::Result<core::Stats>> stats(core::StatsQuery query);

 private:
  core::ReviewStore& store_;
  HotReviews& hot_;
};

}  // namespace assay::review
