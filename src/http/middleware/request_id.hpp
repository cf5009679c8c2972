#pragma once
#include <string>
#include <string_view>

namespace assay::http {

/// The client's X-Request-Id where it is harmless (1-64 letters, digits, '.', '_', '-'), else 16 hexadecimal
/// digits that are unique within the process and hard to confuse between processes. Thread-safe.
std::string request_id(std::string_view from_client);

}  // namespace assay::http
