#include "app/server_readiness.hpp"

namespace assay::app {

ServerReadiness::ServerReadiness(Backend& backend, std::vector<http::ReadinessCheck> facts,
                                 std::vector<http::ReviewerInfo> reviewers)
    : backend_(backend), facts_(std::move(facts)), reviewers_(std::move(reviewers)) {}

base::Task<http::ReadinessReport> ServerReadiness::report() {
  http::ReadinessReport report;
  report.checks = co_await backend_.checks();
  const bool draining = draining_;
  report.checks.push_back({"accepting", !draining, draining ? "shutting down" : "yes"});
  report.checks.insert(report.checks.end(), facts_.begin(), facts_.end());
  report.reviewers = reviewers_;
  co_return report;
}

}  // namespace assay::app
