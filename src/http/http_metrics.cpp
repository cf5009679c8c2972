#include "http/http_metrics.hpp"

#include <algorithm>

namespace assay::http {
namespace {

constexpr std::array kKnownStatuses = {200, 201, 202, 204, 304, 307, 400, 401, 403, 404, 405, 408, 409,
                                       413, 415, 417, 421, 422, 429, 431, 500, 501, 503, 504, 505};

std::size_t index_of(int status) {
  const auto* const found = std::ranges::lower_bound(kKnownStatuses, status);
  if (found == kKnownStatuses.end() || *found != status) return kKnownStatuses.size();
  return static_cast<std::size_t>(found - kKnownStatuses.begin());
}

}  // namespace

HttpMetrics::HttpMetrics(base::Metrics& metrics, std::span<const Route> routes)
    : metrics_(metrics), routes_(routes), per_route_(std::make_unique<PerRoute[]>(routes.size() + 1)) {
  static_assert(kKnownStatuses.size() < kStatuses);
  const std::vector<double> bounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                      0.025,  0.05,    0.1,    0.25,  0.5,    1,     5};
  for (std::size_t i = 0; i <= routes.size(); ++i) {
    const int route = i == routes.size() ? -1 : static_cast<int>(i);
    const std::string_view method = route < 0 ? "" : to_string(routes[i].method);
    per_route_[i].seconds = &metrics.histogram(
        "assay_http_request_duration_seconds",
        "From the complete request to the complete answer, or the head of a stream.", bounds,
        {{"route", std::string{label_of(route)}}, {"method", std::string{method}}});
  }
  metrics.gauge("assay_http_connections", "Open connections.",
                [this] { return static_cast<double>(connections_.load()); });
  metrics.gauge("assay_sse_connections", "Connections that carry events.",
                [this] { return static_cast<double>(streams_.load()); });
}

std::string_view HttpMetrics::label_of(int route) const {
  return route < 0 ? std::string_view{"other"} : routes_[static_cast<std::size_t>(route)].path;
}

void HttpMetrics::finished(const Request& request, int status) {
  auto& route = per_route_[request.route < 0 ? routes_.size() : static_cast<std::size_t>(request.route)];
  auto& slot = route.by_status[index_of(status)];
  auto* counter = slot.load(std::memory_order_acquire);
  if (!counter) {
    counter = &metrics_.counter("assay_http_requests_total", "Answered requests.",
                                {{"route", std::string{label_of(request.route)}},
                                 {"method", std::string{to_string(request.method)}},
                                 {"status", std::to_string(status)}});
    slot.store(counter, std::memory_order_release);
  }
  counter->add();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - request.started;
  route.seconds->observe(took.count());
}

}  // namespace assay::http
