#include <utility>

#include "access/key_ring.hpp"
#include "http/key_body.hpp"
#include "http/middleware/access_control.hpp"
#include "http/middleware/json_body.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

/// Where the request has it: `limits.NAME`.
base::Error named_as_handed_in(base::Error error) {
  if (error.field.ends_with("_per_hour") || error.field.ends_with("_per_day")) {
    const auto bare = std::exchange(error.field, "limits." + error.field);
    if (error.message.starts_with(bare)) error.message.replace(0, bare.size(), error.field);
  }
  return error;
}

base::Task<Response> create(Api& api, core::ApiKey wanted, access::Actor actor) {
  const auto issued = co_await api.keys.create(std::move(wanted), std::move(actor));
  if (!issued) co_return problem(named_as_handed_in(issued.error()));
  Response response = json_response({});
  response.status = 201;
  base::JsonWriter json{response.body};
  json.begin_object().key("key");
  write_key(json, issued->key);
  json.field("secret", issued->token).end_object();
  response.add_header("Location", "/api/keys/" + issued->key.id.str());
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

Reply create_key(Api& api, const Request& request) {
  auto body = read_json_body(request);
  if (!body) return std::move(body.error());
  const auto& caller = request.identity->key();
  auto wanted = read_new_key(body->root(), caller.tenant);
  if (!wanted) return problem(wanted.error());
  if (wanted->tenant != caller.tenant && !core::is_operator(caller)) {
    return problem(403, "forbidden",
                   "Only administrators of the tenant \"" + core::public_scope().str() +
                       "\" make keys for other tenants.",
                   "tenant");
  }
  return create(api, std::move(*wanted), actor_of(request));
}

}  // namespace assay::http
