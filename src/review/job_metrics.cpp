#include "review/job_metrics.hpp"

namespace assay::review {
namespace {

constexpr std::string_view kSubmissions = "assay_submissions_total";
constexpr std::string_view kSubmissionsHelp = "Accepted submissions, by what answers them.";
constexpr double kThousand = 1e3;

const std::vector<double>& bounds() {
  static const std::vector<double> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                              1,     2.5,    5,     10,   30,    60,   120, 300,  900};
  return kBounds;
}

}  // namespace

JobMetrics::JobMetrics(base::Metrics& metrics)
    : from_cache_(metrics.counter(kSubmissions, kSubmissionsHelp, {{"answer", "cache"}})),
      joined_(metrics.counter(kSubmissions, kSubmissionsHelp, {{"answer", "joined"}})),
      made_(metrics.counter(kSubmissions, kSubmissionsHelp, {{"answer", "new"}})),
      wait_seconds_(metrics.histogram("assay_job_wait_seconds",
                                      "From the submission to the start of its job.", bounds())),
      run_seconds_(
          metrics.histogram("assay_job_run_seconds", "Of a job, all reviewers together.", bounds())) {}

void JobMetrics::accepted(core::Acceptance how) {
  switch (how) {
    case core::Acceptance::from_cache:
      from_cache_.add();
      break;
    case core::Acceptance::joined_job:
      joined_.add();
      break;
    case core::Acceptance::new_job:
      made_.add();
      break;
  }
}

void JobMetrics::ended(const core::Review& review) {
  wait_seconds_.observe(static_cast<double>(review.queued_ms) / kThousand);
  run_seconds_.observe(static_cast<double>(review.run_ms) / kThousand);
}

}  // namespace assay::review
