#pragma once
#include <optional>
#include <string_view>

#include "llm/chat.hpp"

namespace assay::llm {

/// Headers that say when to come back; empty where absent.
struct RetryHeaders {
  std::string retry_after;     ///< seconds or an HTTP date
  std::string retry_after_ms;  ///< milliseconds
  std::string should_retry;    ///< "true" or "false"
};

/// How long the server asks to wait: retry-after-ms before retry-after. Nothing for an absent, negative, past
/// or unreadable one.
std::optional<base::Micros> read_retry_after(const RetryHeaders& headers, base::Timestamp now);

/// The failure that an HTTP status other than 2xx stands for. `error` is in words that may be shown.
ChatFailure classify_status(int status, const ApiErrorText& error, const RetryHeaders& headers,
                            base::Timestamp now);

/// The failure that an error inside a stream stands for.
ChatFailure classify_stream_error(const ApiErrorText& error);

/// What to try next on a server that refused the request because it does not know a part of it; nothing when
/// that is not the reason, or there is nothing simpler.
std::optional<Dialect> adapt(const Dialect& dialect, int status, const ApiErrorText& error);

}  // namespace assay::llm
