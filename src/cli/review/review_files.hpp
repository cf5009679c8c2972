#pragma once
#include <optional>

#include "cli/project/baseline.hpp"
#include "cli/review/sources.hpp"
#include "cli/services.hpp"
#include "report/report.hpp"

namespace assay::cli {

struct ReviewPlan {
  int jobs = 1;                                   ///< files under review at once, >= 1
  double min_confidence = 0;                      ///< issues below are shown as filtered
  const review::FindingPolicy* policy = nullptr;  ///< may be null; outlives the run
  BaselineWriter* baseline = nullptr;             ///< takes what is found and not filtered; may be null
};

struct ReviewEnd {
  report::Totals totals;
  std::optional<core::Severity> worst;  ///< of the issues that have a place in the code
  std::string first_failure;            ///< why the first file that failed did
  bool complete = true;                 ///< false: stopped by a signal, or nobody reads the report any more
};

/// Where a run of reviews takes from and writes to. Everything must outlive it.
struct ReviewParts {
  Sources& sources;
  report::Report& report;
  Output& out;
  Output& err;  ///< progress, where it is a terminal
  const base::Clock& clock;
  /// The engine for an executor; made once the io_context is there.
  std::function<base::Result<std::unique_ptr<ReviewEngine>>(base::Executor)> make_engine;
};

/// Reviews every source and writes the report in their order, each as soon as it and all before it are done.
/// At most `jobs` are under review and four times as many are held, however slow the first is. A reviewer
/// that fails and may succeed later is tried three times. SIGINT and SIGTERM end it early. Runs its own
/// io_context on the calling thread.
base::Result<ReviewEnd> review_files(ReviewParts parts, const ReviewPlan& plan);

}  // namespace assay::cli
