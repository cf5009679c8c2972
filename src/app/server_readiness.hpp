#pragma once
#include <atomic>
#include <vector>

#include "app/backend/backend.hpp"
#include "http/readiness.hpp"

namespace assay::app {

/// What /readyz of this process says.
class ServerReadiness final : public http::Readiness {
 public:
  /// `facts` were found at start, for example whether the kernel can sandbox the analyzer.
  ServerReadiness(Backend& backend, std::vector<http::ReadinessCheck> facts,
                  std::vector<http::ReviewerInfo> reviewers);

  base::Task<http::ReadinessReport> report() override;
  bool draining() const override { return draining_; }
  /// From now on: not ready, so that a balancer sends nothing more. Thread-safe.
  void drain() { draining_ = true; }

 private:
  Backend& backend_;
  std::vector<http::ReadinessCheck> facts_;
  std::vector<http::ReviewerInfo> reviewers_;
  std::atomic<bool> draining_{false};
};

}  // namespace assay::app
