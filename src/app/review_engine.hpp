#pragma once
#include <memory>

#include "base/result.hpp"
#include "base/task.hpp"
#include "cli/services.hpp"

namespace assay::app {

/// Reviewers in this process, without a store: what `assay review` runs.
base::Result<std::unique_ptr<cli::ReviewEngine>> make_review_engine(const cli::LoadedConfiguration& loaded,
                                                                    base::Executor executor);

}  // namespace assay::app
