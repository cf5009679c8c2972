#pragma once
#include <optional>
#include <string_view>

#include "access/key_ring.hpp"
#include "base/task.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/router.hpp"

namespace assay::http {

struct AccessOptions {
  bool on = false;            ///< keys are needed; off: everybody who reaches the server may use it
  bool open_metrics = false;  ///< /metrics needs no key
};

/// Finds out who asks, and whether they may: a key in Authorization: Bearer, or a browser's session cookie,
/// whose writes also need X-CSRF-Token. Thread-safe.
class AccessControl {
 public:
  /// `keys` outlives it.
  AccessControl(access::KeyRing& keys, AccessOptions options) : keys_(keys), options_(options) {}

  bool is_on() const { return options_.on; }

  /// Fills `request.identity` for a route that needs this. False: the store has to be asked, with `ask`.
  bool identify(Request& request, Needs needs) const;
  /// The same with a look into the store; the answer to give instead where that failed.
  base::Task<std::optional<Response>> ask(Request& request) const;
  /// The answer to give where the caller may not do this: 401, 403; nothing where they may.
  std::optional<Response> refusal(const Request& request, Needs needs) const;

  /// What a caller of this request may do. Where access control is off: read and submit, for everybody.
  core::Permissions permissions_of(const Request& request) const;

 private:
  access::KeyRing& keys_;
  AccessOptions options_;
};

/// The token of Authorization: Bearer (RFC 6750); nothing without one, empty where the field is malformed or
/// stands twice.
std::optional<std::string_view> bearer_token(const Request& request);

/// Who does something, for the audit log.
access::Actor actor_of(const Request& request);

}  // namespace assay::http
