#pragma once
#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace assay::cli {

/// One request to a server. Redirects are not followed: a key is for the server that was named.
struct HttpCall {
  std::string method = "GET";
  std::string url;
  std::vector<std::string> headers;  ///< "Name: value"
  std::string body;
  std::chrono::seconds timeout{60};      ///< for the whole of it; 0: none
  std::size_t most_bytes = 256U << 20U;  ///< of the answer
};

struct HttpReply {
  int status = 0;
  std::string body;
  std::chrono::seconds retry_after{0};  ///< as the server asked; 0: it did not
};

/// Makes the call and waits for its end; `stop` ends it early. `unavailable` with a sentence where the server
/// can't be reached, `cancelled`, `too_large`. Thread-safe.
base::Result<HttpReply> call_http(const HttpCall& call, std::stop_token stop);

}  // namespace assay::cli
