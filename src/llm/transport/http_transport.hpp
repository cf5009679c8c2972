#pragma once
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "llm/transport/retry_headers.hpp"

namespace assay::llm {

struct HttpRequest {
  std::string url;
  std::vector<std::string> headers;             ///< "Name: value"
  std::string body;                             ///< posted as it is
  std::string ca_file;                          ///< PEM to trust instead of the system's; empty: those
  std::chrono::milliseconds deadline{120'000};  ///< for the whole call
  std::chrono::milliseconds stall{60'000};      ///< without a byte from the server
  std::chrono::milliseconds connect{10'000};
  std::size_t max_reply_bytes = 16 << 20;  ///< after decompression
};

/// What came before the body.
struct HttpHead {
  int status = 0;
  std::string content_type;
  RetryHeaders retry;
};

/// Takes the body of a reply while it comes, on the caller's io_context.
class BodySink {
 public:
  virtual ~BodySink() = default;
  /// Once, before the first bytes (and also without any).
  virtual void on_head(const HttpHead& head) = 0;
  virtual void on_body(std::string_view bytes) = 0;
};

struct HttpResult {
  enum class Outcome {
    complete,  ///< the whole reply, whatever its status
    cancelled,
    deadline,
    stalled,
    not_connected,
    tls,
    forbidden_host,
    broken,  ///< the connection ended in the middle, or what came was no HTTP
    too_large,
  };
  Outcome outcome = Outcome::complete;
  std::string detail;           ///< for a person; never a header or body
  std::int64_t sent_bytes = 0;  ///< of the body; all of it where the connection was lost and nobody knows
};

/// Sends a POST, once, and hands on the reply. A kept connection that is found dead before a byte of the
/// request went out is replaced; whatever else fails is for the caller to repeat, because each request may be
/// billed. One object serves one io_context.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;
  /// `sink` outlives the call. When `stop` is set (by any thread) the connection is closed and the call ends.
  virtual base::Task<HttpResult> post(HttpRequest request, BodySink* sink, std::stop_token stop) = 0;
};

}  // namespace assay::llm
