#pragma once
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "llm/transport/http_transport.hpp"

namespace assay::llm {

/// HTTP/1.1 over libcurl's multi interface, driven by one io_context: no threads of its own but for name
/// resolution. Connections are kept and used again; certificates are verified; redirects are not followed;
/// link-local addresses are refused when connecting; proxies come from the environment as curl reads it.
class CurlTransport final : public HttpTransport {
 public:
  /// `clock` measures the limits of time, to some 50 ms, and outlives it. As many connections as `calls` are
  /// kept open while they are idle.
  static base::Result<std::unique_ptr<CurlTransport>> create(base::Executor executor,
                                                             const base::Clock& clock, int calls = 64);
  /// No call may be under way.
  ~CurlTransport() override;

  base::Task<HttpResult> post(HttpRequest request, BodySink* sink, std::stop_token stop) override;

 private:
  struct Impl;
  explicit CurlTransport(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace assay::llm
