#pragma once
#include "core/ports/audit_log.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// The audit log in MongoDB: one for all nodes, in one order.
class MongoAuditLog final : public core::AuditLog {
 public:
  /// `pool` outlives the log.
  explicit MongoAuditLog(mongo::Pool& pool) : pool_(pool) {}
  base::Task<base::Result<void>> append(core::AuditEntry entry) override;
  base::Task<base::Result<std::vector<core::AuditEntry>>> entries(core::AuditQuery query) override;

 private:
  mongo::Pool& pool_;
};

}  // namespace assay::store
