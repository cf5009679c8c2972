#include "http/middleware/access_control.hpp"

#include <algorithm>

#include "base/constant_time.hpp"
#include "http/middleware/session_cookie.hpp"
#include "http/problem.hpp"

namespace assay::http {
namespace {

using core::Permission;

bool is_write(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

/// Nothing where the route needs none of them.
std::optional<Permission> permission_for(Needs needs) {
  switch (needs) {
    case Needs::nothing:
    case Needs::sign_in:
      return std::nullopt;
    case Needs::read:
      return Permission::read;
    case Needs::submit:
      return Permission::submit;
    case Needs::admin:
    case Needs::monitor:
      return Permission::admin;
  }
  return Permission::admin;
}

Response unauthorized(const Request& request) {
  const bool tried = bearer_token(request) || session_cookie(request);
  auto response =
      problem(401, "unauthorized",
              tried ? "This key or session is not valid: it is unknown, revoked or expired."
                    : "This needs an API key: send \"Authorization: Bearer <key>\", or sign in on "
                      "the page.");
  response.add_header("WWW-Authenticate",
                      tried ? R"(Bearer realm="assay", error="invalid_token")" : R"(Bearer realm="assay")");
  return response;
}

Response forbidden(Permission permission) {
  const std::string name{to_string(permission)};
  auto response =
      problem(403, "forbidden", "This needs a key with the scope \"" + name + "\", which yours has not.");
  response.add_header("WWW-Authenticate",
                      R"(Bearer realm="assay", error="insufficient_scope", scope=")" + name + "\"");
  return response;
}

}  // namespace

std::optional<std::string_view> bearer_token(const Request& request) {
  const auto is_it = [](const auto& field) { return equals_ignoring_case(field.name, "authorization"); };
  const auto given = std::ranges::count_if(request.fields, is_it);
  if (given == 0) return std::nullopt;
  if (given > 1) return std::string_view{};
  constexpr std::string_view kScheme = "bearer ";
  auto value = request.header("authorization");
  if (value.size() <= kScheme.size() || !equals_ignoring_case(value.substr(0, kScheme.size()), kScheme))
    return std::string_view{};
  value.remove_prefix(kScheme.size());
  while (value.starts_with(' ')) value.remove_prefix(1);
  return value;
}

access::Actor actor_of(const Request& request) {
  access::Actor actor;
  if (request.identity) {
    actor.key_id = request.identity->key().id.str();
    actor.name = request.identity->key().name;
  }
  actor.client = request.client;
  actor.request_id = request.request_id;
  return actor;
}

bool AccessControl::identify(Request& request, Needs needs) const {
  // Where everybody may do everything else, a key matters only for what nobody may without one.
  if (!options_.on && needs != Needs::admin) return true;
  if (const auto token = bearer_token(request)) {
    request.identity = keys_.find_known_key(*token);
    return request.identity != nullptr || token->empty();
  }
  if (!options_.on) return true;
  if (const auto token = session_cookie(request)) {
    request.identity = keys_.find_known_session(*token);
    return request.identity != nullptr || token->empty();
  }
  return true;
}

base::Task<std::optional<Response>> AccessControl::ask(Request& request) const {
  const auto bearer = bearer_token(request);
  auto token = std::string{bearer ? *bearer : session_cookie(request).value_or(std::string_view{})};
  auto asking = bearer ? keys_.find_key(std::move(token)) : keys_.find_session(std::move(token));
  auto found = co_await std::move(asking);
  if (!found) co_return problem(found.error());
  request.identity = std::move(*found);
  co_return std::nullopt;
}

std::optional<Response> AccessControl::refusal(const Request& request, Needs needs) const {
  const auto* identity = request.identity.get();
  if (!options_.on && needs != Needs::admin) return std::nullopt;
  if (needs == Needs::monitor && options_.open_metrics) return std::nullopt;
  if (const auto permission = permission_for(needs)) {
    if (!identity && !options_.on) {
      return problem(
          403, "forbidden",
          "Access control is off, so nobody is an administrator here. Manage keys with `assay key` "
          "on the server's machine, and turn access control on with --access keys.");
    }
    if (!identity) return unauthorized(request);
    if (!identity->key().permissions.allows(*permission)) return forbidden(*permission);
  }
  if (identity && identity->is_session() && is_write(request.method) && needs != Needs::sign_in &&
      !base::equals_in_constant_time(request.header("x-csrf-token"), identity->csrf)) {
    return problem(403, "forbidden",
                   "A signed-in page must send X-CSRF-Token with what GET /api/session says.",
                   "X-CSRF-Token");
  }
  return std::nullopt;
}

core::Permissions AccessControl::permissions_of(const Request& request) const {
  if (request.identity) return request.identity->key().permissions;
  return options_.on ? core::Permissions{} : core::Permissions{Permission::read, Permission::submit};
}

}  // namespace assay::http
