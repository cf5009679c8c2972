#include "http/site.hpp"

#include "base/utf8.hpp"
#include "http/assets/assets.hpp"
#include "http/middleware/access_control.hpp"
#include "http/middleware/request_id.hpp"
#include "http/middleware/session_cookie.hpp"
#include "http/middleware/trace.hpp"
#include "http/problem.hpp"
#include "http/routes/routes.hpp"
#include "http/sse/guarded_stream.hpp"

namespace assay::http {
namespace {

std::string_view code_of(int status) {
  switch (status) {
    case 408:
      return "timeout";
    case 413:
    case 431:
      return "too_large";
    case 417:
    case 501:
    case 505:
      return "unsupported";
    case 500:
      return "internal";
    default:
      return "invalid_argument";
  }
}

bool wants_html(const Request& request) {
  return request.header("accept").find("text/html") != std::string_view::npos;
}

std::string shown(std::string_view text) { return base::replace_invalid_utf8(base::utf8_prefix(text, 128)); }

Response redirect(const Request& request, std::string_view path) {
  Response response;
  response.status = 307;
  std::string target{path};
  if (!request.query.empty()) target.append("?").append(request.query);
  response.add_header("Location", target);
  return response;
}

}  // namespace

Site::Site(Api api, SiteOptions options) : Site(api, api, all_routes(), std::move(options)) {}
Site::Site(Vitals vitals, SiteOptions options)
    : Site(vitals, std::nullopt, vital_routes(), std::move(options)) {}

Site::Site(Vitals vitals, std::optional<Api> api, std::span<const Route> routes, SiteOptions options)
    : vitals_(vitals),
      api_(api),
      router_(routes),
      origins_(options.allowed_origins),
      loopback_only_(options.loopback_only),
      host_guard_(options.loopback_only ? HostGuard::only_loopback_and(options.allowed_hosts) : HostGuard{}),
      client_address_(std::move(options.client_address)),
      metrics_(vitals_.metrics, routes) {
  add_process_metrics(vitals_.metrics);
}

Reply Site::handle(Request& request) {
  request.request_id = request_id(request.header("x-request-id"));
  request.head_only = request.method == Method::head;
  request.secure = request.secure || client_address_.came_by_tls(request);
  if (!host_guard_.allows(request.host)) {
    return problem(421, "forbidden", "This server is not called \"" + shown(request.host) + "\".");
  }
  // On loopback whoever reaches the server may use it, and a cookie is sent whoever makes the browser ask.
  if (origins_.is_foreign_write(request) &&
      (loopback_only_ || session_cookie(request) || request.path == "/api/session")) {
    return problem(403, "forbidden", "Pages of other origins must not change anything here.");
  }
  const auto match = router_.find(request.method, request.path);
  if (match.route < 0) return answer_other(request, match);
  request.route = match.route;
  request.id = match.id;
  request.other = match.other;
  if (request.method != Method::get && request.method != Method::head)
    request.client = client_address_.of(request);
  return answer(request, router_.at(match.route));
}

Reply Site::answer(Request& request, const Route& route) {
  if (!vitals_.access.identify(request, route.needs)) return ask_then_answer(request, route);
  if (auto refusal = vitals_.access.refusal(request, route.needs)) return std::move(*refusal);
  return answer_of(route, request);
}

base::Task<Response> Site::ask_then_answer(Request& request, const Route& route) {
  auto failed = co_await vitals_.access.ask(request);
  // What is open answers whoever asks, also while the keys can't be looked up.
  if (failed && route.needs != Needs::nothing && route.needs != Needs::sign_in) co_return std::move(*failed);
  if (auto refusal = vitals_.access.refusal(request, route.needs)) co_return std::move(*refusal);
  auto reply = answer_of(route, request);
  if (auto* task = std::get_if<base::Task<Response>>(&reply)) co_return co_await std::move(*task);
  co_return std::move(std::get<Response>(reply));
}

/// A site without an API has only routes that tell.
Reply Site::answer_of(const Route& route, const Request& request) {
  if (const auto* tell = std::get_if<Route::Tell>(&route.answer)) return (*tell)(vitals_, request);
  return std::get<Route::Answer>(route.answer)(*api_, request);
}

/// What is in no route: OPTIONS, wrong methods, redirects, the page.
Response Site::answer_other(const Request& request, const Router::Match& match) {
  if (request.method == Method::unknown)
    return problem(501, "unsupported", "This method is not implemented.");
  const bool readable = request.method == Method::get || request.method == Method::head;
  const bool is_file = api_ && (api_->assets.has(request.path) || is_page_path(request.path));
  if (request.method == Method::options) {
    return origins_.answer_options(request,
                                   match.path_known ? router_.allowed(request.path) : "GET, HEAD, OPTIONS");
  }
  if (match.path_known || (is_file && !readable)) {
    const auto allowed = match.path_known ? router_.allowed(request.path) : std::string{"GET, HEAD, OPTIONS"};
    auto response =
        problem(405, "unsupported",
                std::string{to_string(request.method)} + " is not allowed here; allowed: " + allowed + ".");
    response.add_header("Allow", allowed);
    return response;
  }
  if (api_ && readable) {
    if (auto file = answer_from_page(request)) return std::move(*file);
  }
  if (request.path.size() > 1 && request.path.ends_with('/')) {
    // Only to paths that exist: "//elsewhere/" must not become a way to another server.
    const auto path = request.path.substr(0, request.path.size() - 1);
    if (router_.find(request.method, path).path_known || (api_ && is_page_path(path)))
      return redirect(request, path);
  }
  // A person who mistypes an address gets the page, which says so in its own words, and not a JSON object.
  const bool may_be_screen = !request.path.starts_with("/api/") && !request.path.starts_with("/assets/");
  if (api_ && readable && may_be_screen && wants_html(request)) return api_->assets.serve_page(request);
  return problem(404, "not_found", "There is nothing at \"" + shown(request.path) + "\".");
}

std::optional<Response> Site::answer_from_page(const Request& request) const {
  if (api_->assets.has(request.path)) return api_->assets.serve(request.path, request);
  if (request.path == "/" || (is_page_path(request.path) && wants_html(request)))
    return api_->assets.serve_page(request);
  return std::nullopt;
}

Response Site::refuse(Request& request, int status, std::string_view detail) {
  if (request.request_id.empty()) request.request_id = request_id(request.header("x-request-id"));
  return problem(status, code_of(status), std::string{detail});
}

void Site::complete(const Request& request, Response& response) {
  if (response.stream && request.identity) {
    response.stream =
        std::make_unique<GuardedStream>(std::move(response.stream), request.identity, vitals_.keys);
  }
  log_answer(request, response);
  if (response.problem) write_problem_body(response, request.request_id);
  response.headers.append("X-Request-Id: ")
      .append(request.request_id)
      .append("\r\nX-Content-Type-Options: nosniff\r\n");
  // A year; subdomains are none of this server's business.
  if (request.secure) response.headers.append("Strict-Transport-Security: max-age=31536000\r\n");
  origins_.add_headers(request, response);
}

}  // namespace assay::http
