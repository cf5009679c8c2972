#include "base/json_writer.hpp"
#include "base/timestamp.hpp"
#include "core/ports/audit_log.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

constexpr int kMaxLimit = 200;
constexpr int kDefaultLimit = 50;

void write_entry(base::JsonWriter& json, const core::AuditEntry& entry) {
  json.begin_object().field("number", entry.number).field("at", base::format_timestamp(entry.at));
  json.field("tenant", entry.tenant.str()).field("action", entry.action);
  const auto text = [&](std::string_view name, const std::string& value) {
    if (value.empty()) {
      json.null_field(name);
    } else {
      json.field(name, value);
    }
  };
  text("actor_key", entry.actor_key);
  text("actor_name", entry.actor_name);
  text("target", entry.target);
  text("detail", entry.detail);
  text("client", entry.client);
  text("request_id", entry.request_id);
  json.end_object();
}

base::Task<Response> list(Api& api, core::AuditQuery query) {
  const auto limit = static_cast<std::size_t>(query.limit);
  ++query.limit;  // one more tells whether there is a next page
  const auto found = co_await api.audit.entries(std::move(query));
  if (!found) co_return problem(found.error());
  const auto shown = std::min(found->size(), limit);
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object().key("items").begin_array();
  for (std::size_t i = 0; i < shown; ++i) write_entry(json, (*found)[i]);
  json.end_array().key("next_before");
  if (found->size() > limit) {
    json.value((*found)[shown - 1].number);
  } else {
    json.null();
  }
  json.end_object();
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

/// An operator sees all tenants' entries, other administrators those of their own.
Reply list_audit(Api& api, const Request& request) {
  const auto query = Query::parse(request.query);
  if (!query) return problem(query.error());
  const auto before = query->integer("before", 1, std::numeric_limits<std::int64_t>::max());
  if (!before) return problem(before.error());
  const auto limit = query->integer("limit", 1, kMaxLimit);
  if (!limit) return problem(limit.error());
  core::AuditQuery wanted;
  const auto& key = request.identity->key();
  if (!core::is_operator(key)) wanted.tenant = key.tenant;
  wanted.before = *before;
  wanted.limit = static_cast<int>(limit->value_or(kDefaultLimit));
  return list(api, std::move(wanted));
}

}  // namespace assay::http
