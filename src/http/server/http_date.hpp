#pragma once
#include <ctime>
#include <string>

namespace assay::http {

/// "Tue, 24 Nov 2026 02:07:33 GMT" (RFC 9110, 5.6.7), whatever the locale.
std::string format_http_date(std::time_t time);

}  // namespace assay::http
