#include "store/sqlite/audit_log.hpp"

#include <limits>

#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

core::AuditEntry read_entry(const Rows& rows) {
  core::AuditEntry entry;
  entry.number = rows.int64(0);
  entry.at = timestamp(rows.int64(1));
  entry.tenant = core::Scope{rows.text(2)};
  entry.action = rows.text(3);
  entry.actor_key = rows.text(4);
  entry.actor_name = rows.text(5);
  entry.target = rows.text(6);
  entry.detail = rows.text(7);
  entry.client = rows.text(8);
  entry.request_id = rows.text(9);
  return entry;
}

#define ASSAY_ENTRY_COLUMNS \
  "number, at, tenant, action, actor_key, actor_name, target, detail, client, request_id"

std::vector<core::AuditEntry> read_all(Rows rows) {
  std::vector<core::AuditEntry> entries;
  while (rows.step()) entries.push_back(read_entry(rows));
  return entries;
}

std::vector<core::AuditEntry> read_entries(Connection& db, const core::AuditQuery& query) {
  const auto before = query.before.value_or(std::numeric_limits<std::int64_t>::max());
  if (!query.tenant) {
    return read_all(db.query("SELECT " ASSAY_ENTRY_COLUMNS
                             " FROM audit WHERE number<?1 ORDER BY number DESC LIMIT ?2",
                             before, query.limit));
  }
  return read_all(db.query("SELECT " ASSAY_ENTRY_COLUMNS
                           " FROM audit WHERE tenant=?1 AND number<?2 ORDER BY number DESC LIMIT ?3",
                           query.tenant->str(), before, query.limit));
}

}  // namespace

base::Task<base::Result<void>> SqliteAuditLog::append(core::AuditEntry entry) {
  auto work = [entry = std::move(entry)](WriteTransaction& tx) -> base::Result<void> {
    tx.db.run(
        "INSERT INTO audit(at, tenant, action, actor_key, actor_name, target, detail, client, request_id) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        stored(entry.at), entry.tenant.str(), entry.action, entry.actor_key, entry.actor_name, entry.target,
        entry.detail, entry.client, entry.request_id);
    return {};
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

base::Task<base::Result<std::vector<core::AuditEntry>>> SqliteAuditLog::entries(core::AuditQuery query) {
  auto read = [query = std::move(query)](Connection& db) -> base::Result<std::vector<core::AuditEntry>> {
    return read_entries(db, query);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

#undef ASSAY_ENTRY_COLUMNS

}  // namespace assay::store
