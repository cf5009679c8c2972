#include "app/server_readiness.hpp"

namespace assay::app {
namespace {

/// What to do about an error of the store.
std::string_view advice_for(base::Errc code) {
  switch (code) {
    case base::Errc::exhausted:
      return "; make room on the disk of the data folder, it goes on by itself then";
    case base::Errc::corrupt:
      return "; restore a backup into another folder, and keep this one to look into";
    case base::Errc::unavailable:
      return "; check the data folder's disk and rights, then restart";
    default:
      return "; the log has more";
  }
}

/// Below the first, submissions will soon be refused; below the second they may be at any moment.
constexpr std::uintmax_t kLittle = 1ULL << 30;
constexpr std::uintmax_t kTooLittle = 32ULL << 20;

http::ReadinessCheck check_disk(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  if (error) return {"disk", false, "the data folder can't be looked at: " + error.message()};
  const auto left = std::to_string(space.available >> 20) + " MB free";
  if (space.available < kTooLittle)
    return {"disk", false, left + "; make room, or submissions will be refused"};
  return {"disk", true, space.available < kLittle ? left + "; make room soon" : left};
}

}  // namespace

ServerReadiness::ServerReadiness(core::ReviewStore& store, std::filesystem::path folder,
                                 std::vector<http::ReadinessCheck> facts,
                                 std::vector<http::ReviewerInfo> reviewers)
    : store_(store), folder_(std::move(folder)), facts_(std::move(facts)), reviewers_(std::move(reviewers)) {}

base::Task<http::ReadinessReport> ServerReadiness::report() {
  http::ReadinessReport report;
  const auto store = co_await store_.ping();
  report.checks.push_back(
      {"store", store.has_value(),
       store ? "embedded SQLite" : store.error().message + std::string{advice_for(store.error().code)}});
  const bool draining = draining_;
  report.checks.push_back({"accepting", !draining, draining ? "shutting down" : "yes"});
  report.checks.push_back(check_disk(folder_));
  report.checks.insert(report.checks.end(), facts_.begin(), facts_.end());
  report.reviewers = reviewers_;
  co_return report;
}

}  // namespace assay::app
