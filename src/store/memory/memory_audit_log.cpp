#include "store/memory/memory_audit_log.hpp"

#include <ranges>

namespace assay::store {

base::Task<base::Result<void>> MemoryAuditLog::append(core::AuditEntry entry) {
  const std::scoped_lock lock{mutex_};
  entry.number = static_cast<std::int64_t>(entries_.size()) + 1;
  entries_.push_back(std::move(entry));
  co_return base::Result<void>{};
}

base::Task<base::Result<std::vector<core::AuditEntry>>> MemoryAuditLog::entries(core::AuditQuery query) {
  const std::scoped_lock lock{mutex_};
  std::vector<core::AuditEntry> out;
  for (const auto& entry : entries_ | std::views::reverse) {
    if (out.size() == static_cast<std::size_t>(query.limit)) break;
    const bool wanted =
        (!query.tenant || entry.tenant == *query.tenant) && (!query.before || entry.number < *query.before);
    if (wanted) out.push_back(entry);
  }
  co_return out;
}

}  // namespace assay::store
