#include "access/key_ring.hpp"
#include "http/middleware/session_cookie.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

base::Task<Response> close_session(Api& api, std::string token, std::string cleared) {
  if (const auto ended = co_await api.keys.sign_out(std::move(token)); !ended)
    co_return problem(ended.error());
  Response response;
  response.status = 204;
  response.add_header("Set-Cookie", cleared);
  co_return response;
}

}  // namespace

Reply sign_out(Api& api, const Request& request) {
  const auto token = session_cookie(request);
  auto cleared = clear_session_cookie(request);
  if (token && request.identity && request.identity->is_session())
    return close_session(api, std::string{*token}, std::move(cleared));
  Response response;
  response.status = 204;
  response.add_header("Set-Cookie", cleared);
  return response;
}

}  // namespace assay::http
