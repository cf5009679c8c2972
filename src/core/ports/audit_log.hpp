#pragma once
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/audit.hpp"

namespace assay::core {

struct AuditQuery {
  std::optional<Scope> tenant;         ///< absent: all
  std::optional<std::int64_t> before;  ///< only entries with smaller numbers
  int limit = 50;                      ///< >= 1
};

/// What administrators did, in order, never changed. Threads and errors as in KeyStore.
class AuditLog {
 public:
  virtual ~AuditLog() = default;
  /// Durable when it returns; gives the entry its number.
  virtual base::Task<base::Result<void>> append(AuditEntry entry) = 0;
  /// Newest first.
  virtual base::Task<base::Result<std::vector<AuditEntry>>> entries(AuditQuery query) = 0;
};

}  // namespace assay::core
