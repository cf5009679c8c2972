#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <span>

#include "base/metrics.hpp"
#include "http/request.hpp"
#include "http/router.hpp"

namespace assay::http {

/// Counts what the server does. The hot path takes no lock: counters are looked up once for each route and
/// status.
class HttpMetrics {
 public:
  /// Both outlive it.
  HttpMetrics(base::Metrics& metrics, std::span<const Route> routes);

  void finished(const Request& request, int status);
  void streams_changed(int by) { streams_ += by; }
  void connections_changed(int by) { connections_ += by; }

 private:
  static constexpr std::size_t kStatuses = 32;
  struct PerRoute {
    std::array<std::atomic<base::Counter*>, kStatuses> by_status{};
    base::Histogram* seconds = nullptr;
  };
  std::string_view label_of(int route) const;

  base::Metrics& metrics_;
  std::span<const Route> routes_;
  std::unique_ptr<PerRoute[]> per_route_;  // the last one: no route
  std::atomic<std::int64_t> streams_{0};
  std::atomic<std::int64_t> connections_{0};
};

/// Memory, processor time, open files and uptime of this process, read from /proc when they are asked for.
void add_process_metrics(base::Metrics& metrics);

}  // namespace assay::http
