#pragma once
#include <optional>

#include "http/api.hpp"
#include "http/http_metrics.hpp"
#include "http/middleware/client_address.hpp"
#include "http/middleware/host_guard.hpp"
#include "http/middleware/origins.hpp"
#include "http/router.hpp"

namespace assay::http {

struct SiteOptions {
  std::vector<std::string>
      allowed_origins;  ///< origins or URLs (FRONTEND_URL); the local development page is always in
  /// Set where the server listens on loopback: refuses unknown Hosts and writes from foreign origins.
  bool loopback_only = true;
  std::vector<std::string> allowed_hosts;  ///< further names for that, without a port
  ClientAddress client_address;
};

/// What a process serves, and what every answer has in common. Thread-safe.
class Site final : public Application {
 public:
  /// API, documentation and page.
  Site(Api api, SiteOptions options);
  /// Only what the process tells of itself: vital_routes().
  Site(Vitals vitals, SiteOptions options);

  Reply handle(Request& request) override;
  Response refuse(Request& request, int status, std::string_view detail) override;
  void complete(const Request& request, Response& response) override;
  void finished(const Request& request, int status) override { metrics_.finished(request, status); }
  void streams_changed(int by) override { metrics_.streams_changed(by); }
  void connections_changed(int by) override { metrics_.connections_changed(by); }

 private:
  Site(Vitals vitals, std::optional<Api> api, std::span<const Route> routes, SiteOptions options);
  /// Lets the caller in, or not, then gives the route's answer.
  Reply answer(Request& request, const Route& route);
  base::Task<Response> ask_then_answer(Request& request, const Route& route);
  Reply answer_of(const Route& route, const Request& request);
  Response answer_other(const Request& request, const Router::Match& match);
  /// The page, or a file of it; nothing where there is none of that name.
  std::optional<Response> answer_from_page(const Request& request) const;

  Vitals vitals_;
  std::optional<Api> api_;
  Router router_;
  Origins origins_;
  bool loopback_only_;
  HostGuard host_guard_;
  ClientAddress client_address_;
  HttpMetrics metrics_;
};

}  // namespace assay::http
