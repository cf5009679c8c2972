#pragma once
#include <optional>
#include <string_view>

#include "llm/chat.hpp"
#include "llm/transport/retry_headers.hpp"

namespace assay::llm {

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
