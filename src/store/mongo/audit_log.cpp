#include "store/mongo/audit_log.hpp"

#include "store/mongo/counter.hpp"
#include "store/mongo/documents.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using mongo::Client;
using mongo::Document;

namespace {

core::AuditEntry entry_of(const mongo::View& view) {
  core::AuditEntry entry;
  entry.number = view.number("_id");
  entry.at = view.time("at");
  entry.tenant = core::Scope{view.text("tenant")};
  entry.action = view.text("action");
  entry.actor_key = view.text("actor_key");
  entry.actor_name = view.text("actor_name");
  entry.target = view.text("target");
  entry.detail = view.text("detail");
  entry.client = view.text("client");
  entry.request_id = view.text("request_id");
  return entry;
}

}  // namespace

Task<Result<void>> MongoAuditLog::append(core::AuditEntry entry) {
  auto work = [entry = std::move(entry)](Client& client) -> Result<void> {
    const auto number = mongo::next_number(client, "audit");
    if (!number) return base::fail(number.error());
    return client.insert(mongo::kAudit,
                         {{"_id", *number},
                          {"at", entry.at},
                          {"tenant", entry.tenant},
                          {"action", entry.action},
                          {"actor_key", entry.actor_key},
                          {"actor_name", entry.actor_name},
                          {"target", entry.target},
                          {"detail", entry.detail},
                          {"client", entry.client},
                          {"request_id", entry.request_id}},
                         mongo::Ack::majority);
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::vector<core::AuditEntry>>> MongoAuditLog::entries(core::AuditQuery query) {
  auto work = [query = std::move(query)](Client& client) -> Result<std::vector<core::AuditEntry>> {
    Document filter{{"tenant", query.tenant}};
    if (query.before) filter.set("_id", Document{{"$lt", *query.before}});
    mongo::FindOptions options;
    options.sort = {{"_id", -1}};
    options.limit = query.limit;
    const auto found = client.find(mongo::kAudit, filter, options);
    if (!found) return base::fail(found.error());
    std::vector<core::AuditEntry> entries;
    for (const auto& each : *found) entries.push_back(entry_of(each.view()));
    return entries;
  };
  co_return co_await pool_.run(std::move(work));
}

}  // namespace assay::store
