#pragma once
#include <mutex>
#include <vector>

#include "core/ports/audit_log.hpp"

namespace assay::store {

/// An audit log that is forgotten with the process: for tests.
class MemoryAuditLog final : public core::AuditLog {
 public:
  base::Task<base::Result<void>> append(core::AuditEntry entry) override;
  base::Task<base::Result<std::vector<core::AuditEntry>>> entries(core::AuditQuery query) override;

 private:
  std::mutex mutex_;
  std::vector<core::AuditEntry> entries_;  // in order
};

}  // namespace assay::store
