#pragma once
#include "core/ports/audit_log.hpp"
#include "store/sqlite/database.hpp"

namespace assay::store {

/// The audit log in the embedded database.
class SqliteAuditLog final : public core::AuditLog {
 public:
  /// `database` outlives the log.
  explicit SqliteAuditLog(Database& database) : database_(database) {}

  base::Task<base::Result<void>> append(core::AuditEntry entry) override;
  base::Task<base::Result<std::vector<core::AuditEntry>>> entries(core::AuditQuery query) override;

 private:
  Database& database_;
};

}  // namespace assay::store
