#pragma once
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

/// What Assay serves: API, documentation and page, and what every answer of them has in common. Thread-safe.
class Site final : public Application {
 public:
  Site(Api api, SiteOptions options);

  Reply handle(Request& request) override;
  Response refuse(Request& request, int status, std::string_view detail) override;
  void complete(const Request& request, Response& response) override;
  void finished(const Request& request, int status) override { metrics_.finished(request, status); }
  void streams_changed(int by) override { metrics_.streams_changed(by); }
  void connections_changed(int by) override { metrics_.connections_changed(by); }

 private:
  /// Lets the caller in, or not, then gives the route's answer.
  Reply answer(Request& request, const Route& route);
  base::Task<Response> ask_then_answer(Request& request, const Route& route);
  Response answer_other(const Request& request, const Router::Match& match);

  Api api_;
  Router router_;
  Origins origins_;
  bool loopback_only_;
  HostGuard host_guard_;
  ClientAddress client_address_;
  HttpMetrics metrics_;
};

}  // namespace assay::http
