#include "http/session_body.hpp"

#include "http/key_body.hpp"
#include "http/middleware/access_control.hpp"

namespace assay::http {
namespace {

void write_text(base::JsonWriter& json, std::string_view name, std::string_view text) {
  if (text.empty()) {
    json.null_field(name);
  } else {
    json.field(name, text);
  }
}

}  // namespace

Response session_response(const Api& api, const access::SharedIdentity& identity) {
  const bool on = api.access.is_on();
  Request asking;
  asking.identity = identity;
  Response response = json_response({});
  base::JsonWriter json{response.body};
  json.begin_object().field("access_control", on).field("signed_in", !on || identity != nullptr);
  write_text(json, "name", identity ? std::string_view{identity->key().name} : std::string_view{});
  write_text(json, "prefix", identity ? std::string_view{identity->key().prefix} : std::string_view{});
  write_text(json, "tenant", on && !identity ? std::string{} : scope_of(asking).str());
  json.key("scopes");
  write_scopes(json, api.access.permissions_of(asking));
  write_text(json, "csrf_token", identity ? std::string_view{identity->csrf} : std::string_view{});
  write_moment(json, "expires_at", identity ? identity->session_ends : std::nullopt);
  json.end_object();
  response.add_header("Cache-Control", "no-store");
  return response;
}

}  // namespace assay::http
