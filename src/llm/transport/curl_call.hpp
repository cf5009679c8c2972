#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "llm/transport/http_transport.hpp"

// As curl's own header has them.
typedef void CURL;
struct curl_slist;

namespace assay::llm {

/// One call through curl: its request, what came back so far, and its limits. Not thread-safe.
struct CurlCall {
  /// Longest text of curl's about an error, its end included.
  static constexpr std::size_t kErrorBytes = 256;

  CURL* easy = nullptr;  ///< lent by the transport
  curl_slist* headers = nullptr;
  BodySink* sink = nullptr;
  HttpHead head;
  bool head_given = false;
  std::int64_t body_bytes = 0;  ///< of the request
  std::size_t received = 0;
  std::size_t max_reply_bytes = 0;
  bool heard = false;        ///< something came since the last look at it; a look at the clock costs more
  base::Micros last_byte{};  ///< when it was seen last that something had come
  base::Micros deadline{};   ///< steady time
  base::Micros stall{};
  std::function<void()> resume;  ///< set while the coroutine waits for the end
  bool ended = false;
  std::optional<HttpResult::Outcome> stopped;  ///< ended from this side
  bool forbidden_host = false;
  bool too_large = false;
  std::optional<long> bytes_before;  ///< that curl had sent when the request was about to be sent first
  int code = 0;                      ///< CURLcode
  char error[kErrorBytes] = {};
};

/// Sets up `call.easy`, which is fresh, for this request; `request` and `call` outlive the transfer.
void prepare(CurlCall& call, const HttpRequest& request);
/// Tells the sink the head, once.
void give_head(CurlCall& call);
/// What a call that has ended came to; the bytes sent included.
HttpResult result_of(const CurlCall& call);
/// Ends the call from this side, if it has not ended.
void stop(CurlCall& call, HttpResult::Outcome outcome);
/// Lets the coroutine that waits for it go on.
void end(CurlCall& call);

}  // namespace assay::llm
