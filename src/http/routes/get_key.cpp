#include <algorithm>

#include "access/key_ring.hpp"
#include "http/key_body.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

base::Task<Response> find(Api& api, std::optional<core::Scope> tenant, core::KeyId id) {
  const auto keys = co_await api.keys.list(std::move(tenant));
  if (!keys) co_return problem(keys.error());
  const auto key = std::ranges::find(*keys, id, &core::ApiKey::id);
  if (key == keys->end()) co_return problem(404, "not_found", "There is no key with this id.", "id");
  Response response = json_response({});
  base::JsonWriter json{response.body};
  write_key(json, *key);
  response.add_header("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

/// Where the Location of a new key leads. Whose keys are seen is as in the list.
Reply get_key(Api& api, const Request& request) {
  const auto& key = request.identity->key();
  return find(api, core::is_operator(key) ? std::nullopt : std::optional{key.tenant},
              core::KeyId{std::string{request.id}});
}

}  // namespace assay::http
