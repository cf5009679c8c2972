#include "core/ports/audit_log.hpp"
#include "http/middleware/access_control.hpp"
#include "http/problem.hpp"
#include "http/routes/find_review.hpp"
#include "http/routes/routes.hpp"
#include "review/canceller.hpp"

namespace assay::http {
namespace {

/// What an administrator deletes is on record; who deletes by the scope submit has a right to it.
std::optional<core::AuditEntry> entry_for(const Api& api, const Request& request) {
  if (!request.identity || !request.identity->key().permissions.names(core::Permission::admin))
    return std::nullopt;
  auto actor = actor_of(request);
  core::AuditEntry entry;
  entry.at = api.keys.now();
  entry.tenant = request.identity->key().tenant;
  entry.action = "review.deleted";
  entry.actor_key = std::move(actor.key_id);
  entry.actor_name = std::move(actor.name);
  entry.target = request.id;
  entry.client = std::move(actor.client);
  entry.request_id = std::move(actor.request_id);
  return entry;
}

base::Task<Response> erase(Api& api, core::Scope scope, core::SubmissionId id,
                           std::optional<core::AuditEntry> entry) {
  const auto erased = co_await api.canceller.erase(std::move(scope), std::move(id));
  if (!erased) co_return problem(erased.error());
  if (entry) {
    const auto logged = co_await api.audit.append(std::move(*entry));
    if (!logged) co_return problem(logged.error());
  }
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace

Reply delete_review(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id)) return no_such_review();
  return erase(api, scope_of(request), core::SubmissionId{std::string{request.id}}, entry_for(api, request));
}

}  // namespace assay::http
