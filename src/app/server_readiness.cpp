#include "app/server_readiness.hpp"

namespace assay::app {

ServerReadiness::ServerReadiness(core::ReviewStore& store, std::vector<http::ReadinessCheck> facts,
                                 std::vector<http::ReviewerInfo> reviewers)
    : store_(store), facts_(std::move(facts)), reviewers_(std::move(reviewers)) {}

base::Task<http::ReadinessReport> ServerReadiness::report() {
  http::ReadinessReport report;
  const auto store = co_await store_.ping();
  report.checks.push_back({"store", store.has_value(), store ? "embedded SQLite" : store.error().message});
  const bool draining = draining_;
  report.checks.push_back({"accepting", !draining, draining ? "shutting down" : "yes"});
  report.checks.insert(report.checks.end(), facts_.begin(), facts_.end());
  report.reviewers = reviewers_;
  co_return report;
}

}  // namespace assay::app
