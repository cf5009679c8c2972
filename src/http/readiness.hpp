#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"

namespace assay::http {

struct ReadinessCheck {
  std::string name;
  bool ok = false;
  std::string detail;
};

/// A reviewer as the page shows it.
struct ReviewerInfo {
  std::string name;
  bool enabled = false;
  std::string detail;  ///< why it is off, or what it runs with
  std::optional<std::string> model;
  std::vector<std::string> models;  ///< what `options.model` may name, `model` first
};

struct ReadinessReport {
  std::vector<ReadinessCheck> checks;  ///< one that is not ok makes the server not ready
  std::vector<ReviewerInfo> reviewers;
};

/// Where /readyz looks. Called on an I/O thread; waits without blocking it, and not longer than a few
/// seconds.
class Readiness {
 public:
  virtual ~Readiness() = default;
  virtual base::Task<ReadinessReport> report() = 0;
  /// Whether the process is about to end: nothing should be waited for any more. Thread-safe.
  virtual bool draining() const { return false; }
};

}  // namespace assay::http
