#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace assay::http {

/// The session's token in Cookie; nothing without one. Over TLS only the cookie with the prefix __Host-
/// counts, which no other host and no plain connection can set.
std::optional<std::string_view> session_cookie(const Request& request);

/// Value of Set-Cookie that gives the token to a browser: HttpOnly, SameSite=Strict, for this host alone, and
/// Secure over TLS.
std::string set_session_cookie(const Request& request, std::string_view token, std::chrono::seconds lifetime);
/// Value of Set-Cookie that takes it away.
std::string clear_session_cookie(const Request& request);

}  // namespace assay::http
