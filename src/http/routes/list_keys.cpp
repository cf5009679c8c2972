#include "access/key_ring.hpp"
#include "http/key_body.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

base::Task<Response> list(Api& api, std::optional<core::Scope> tenant) {
  const auto keys = co_await api.keys.list(std::move(tenant));
  if (!keys) co_return problem(keys.error());
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object().key("items").begin_array();
  for (const auto& key : *keys) write_key(json, key);
  json.end_array().end_object();
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

/// An operator sees the keys of all tenants, other administrators those of their own.
Reply list_keys(Api& api, const Request& request) {
  const auto& key = request.identity->key();
  return list(api, core::is_operator(key) ? std::nullopt : std::optional{key.tenant});
}

}  // namespace assay::http
