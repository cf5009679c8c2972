#include "access/key_ring.hpp"
#include "http/middleware/access_control.hpp"
#include "http/middleware/json_body.hpp"
#include "http/middleware/session_cookie.hpp"
#include "http/middleware/sign_in_limit.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"
#include "http/session_body.hpp"

namespace assay::http {
namespace {

base::Task<Response> open_session(Api& api, const Request& request, std::string key) {
  if (auto refused = co_await api.sign_in_limit.refuse(request.client)) co_return std::move(*refused);
  const auto opened = co_await api.keys.sign_in(std::move(key));
  if (!opened) co_return problem(opened.error());
  auto response = session_response(api, opened->identity);
  const auto lifetime = *opened->identity->session_ends - api.keys.now();
  response.add_header(
      "Set-Cookie",
      set_session_cookie(request, opened->token, std::chrono::duration_cast<std::chrono::seconds>(lifetime)));
  co_return response;
}

}  // namespace

Reply sign_in(Api& api, const Request& request) {
  if (!api.access.is_on())
    return problem(403, "forbidden", "Access control is off: there is nothing to sign in to.");
  auto document = read_json_body(request);
  if (!document) return std::move(document.error());
  const auto member = document->root().find("key");
  const auto key = member ? member->as_string() : std::nullopt;
  if (!key) return problem(422, "invalid_argument", "\"key\" must be a string.", "key");
  return open_session(api, request, std::string{*key});
}

}  // namespace assay::http
