#include "access/key_ring.hpp"
#include "http/middleware/access_control.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

base::Task<Response> revoke(Api& api, std::optional<core::Scope> tenant, core::KeyId id,
                            access::Actor actor) {
  const auto revoked = co_await api.keys.revoke(std::move(tenant), std::move(id), std::move(actor));
  if (!revoked) co_return problem(revoked.error());
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace

Reply revoke_key(Api& api, const Request& request) {
  if (!core::is_well_formed_id(request.id))
    return problem(404, "not_found", "There is no key with this id.", "id");
  const auto& key = request.identity->key();
  return revoke(api, core::is_operator(key) ? std::nullopt : std::optional{key.tenant},
                core::KeyId{std::string{request.id}}, actor_of(request));
}

}  // namespace assay::http
