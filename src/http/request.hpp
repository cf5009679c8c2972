#pragma once
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "access/identity.hpp"

namespace assay::http {

enum class Method : std::uint8_t { get, head, post, put, patch, remove, options, unknown };
std::string_view to_string(Method method);

struct Field {
  std::string_view name;
  std::string_view value;
};

/// One request as a handler sees it. All views belong to the connection and stay valid until the answer is
/// complete, an awaited one included.
struct Request {
  Method method = Method::unknown;
  std::string_view path;   ///< as sent, without the query; begins with '/'
  std::string_view query;  ///< as sent, without '?'
  std::string_view host;   ///< of the Host field or of an absolute target
  std::string_view body;
  std::span<const Field> fields;
  std::string_view peer;   ///< address of the socket's other end, without the port
  bool head_only = false;  ///< a HEAD request, which is routed as GET
  bool keep_alive = false;
  bool http11 = true;
  bool secure = false;  ///< came over TLS

  // Filled on the way to the handler.
  std::string_view id;     ///< what stands for the first part in braces of the route's path
  std::string_view other;  ///< and for the second
  std::string request_id;  ///< of X-Request-Id, or made here
  std::string client;      ///< the address that is charged; filled for whatever may change something
  /// Who asks. Null: nobody in particular, because access control is off or the route needs no key.
  access::SharedIdentity identity;
  int route = -1;  ///< index in the route table, or -1
  std::chrono::steady_clock::time_point started{};

  /// Value of the first field of that name (any case), without white space around it; empty where there is
  /// none.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

/// Compares ASCII text without regard to case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace assay::http
