#include "http/key_body.hpp"

#include <array>

#include "base/json_reader.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"

namespace assay::http {
namespace {

using base::Errc;
using base::JsonType;
using base::JsonValue;
using base::Result;

auto wrong(std::string field, std::string_view expected) {
  std::string message = "\"" + field + "\" must be ";
  return base::fail(Errc::invalid_argument, message.append(expected) + ".", std::move(field));
}

Result<void> read_scopes(const JsonValue& value, core::Permissions& permissions) {
  constexpr std::string_view kExpected = "an array with one or more of \"read\", \"submit\", \"admin\"";
  if (value.type() != JsonType::array || value.items().empty()) return wrong("scopes", kExpected);
  permissions = {};
  for (const auto& item : value.items()) {
    const auto name = item.as_string();
    const auto permission = name ? core::parse_permission(*name) : std::nullopt;
    if (!permission) return wrong("scopes", kExpected);
    permissions.add(*permission);
  }
  return {};
}

Result<void> read_limits(const JsonValue& value, core::ApiKey& key) {
  if (value.is_null()) return {};
  if (value.type() != JsonType::object) return wrong("limits", "an object or null");
  for (const auto& [name, limit] : value.members()) {
    auto* const to = name == "submissions_per_hour" ? &key.submissions_per_hour
                     : name == "reviews_per_day"    ? &key.reviews_per_day
                                                    : nullptr;
    if (!to) return wrong("limits", "an object with submissions_per_hour and reviews_per_day");
    if (limit.is_null()) continue;
    *to = limit.as_int();
    if (!*to) return wrong("limits." + std::string{name}, "a whole number or null");
  }
  return {};
}

/// Unknown members are errors here: a limit that was misspelled must not become no limit.
Result<void> read_member(std::string_view name, const JsonValue& value, core::ApiKey& key) {
  if (name == "scopes") return read_scopes(value, key.permissions);
  if (name == "limits") return read_limits(value, key);
  if (name == "name" || name == "tenant") {
    const auto text = value.as_string();
    if (!text) return wrong(std::string{name}, "a string");
    if (name == "name") {
      key.name = *text;
    } else {
      key.tenant = core::Scope{std::string{*text}};
    }
    return {};
  }
  if (name == "expires_at") {
    if (value.is_null()) return {};
    const auto text = value.as_string();
    const auto time = text ? base::parse_timestamp(*text) : std::nullopt;
    if (!time) return wrong("expires_at", "a date or a moment in ISO 8601, or null");
    key.expires_at = time->time;
    return {};
  }
  const auto shown = base::replace_invalid_utf8(base::utf8_prefix(name, 64));
  return base::fail(Errc::invalid_argument, "\"" + shown + "\" is not known here.", shown);
}

}  // namespace

void write_moment(base::JsonWriter& json, std::string_view name, const std::optional<base::Timestamp>& time) {
  if (time) {
    json.field(name, base::format_timestamp(*time));
  } else {
    json.null_field(name);
  }
}

void write_scopes(base::JsonWriter& json, core::Permissions permissions) {
  json.begin_array();
  for (const auto permission : permissions.list()) json.value(to_string(permission));
  json.end_array();
}

void write_key(base::JsonWriter& json, const core::ApiKey& key) {
  const auto limit = [&](std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) {
      json.field(name, *value);
    } else {
      json.null_field(name);
    }
  };
  json.begin_object().field("id", key.id.str()).field("name", key.name).field("prefix", key.prefix);
  json.field("tenant", key.tenant.str()).key("scopes");
  write_scopes(json, key.permissions);
  json.key("limits").begin_object();
  limit("submissions_per_hour", key.submissions_per_hour);
  limit("reviews_per_day", key.reviews_per_day);
  json.end_object();
  write_moment(json, "created_at", key.created_at);
  write_moment(json, "expires_at", key.expires_at);
  write_moment(json, "last_used_at", key.last_used_at);
  write_moment(json, "revoked_at", key.revoked_at);
  json.end_object();
}

Result<core::ApiKey> read_new_key(const JsonValue& body, const core::Scope& tenant) {
  if (body.type() != JsonType::object)
    return base::fail(Errc::invalid_argument, "The body must be an object.");
  core::ApiKey key;
  key.tenant = tenant;
  key.permissions = {core::Permission::submit};
  for (const auto& [name, value] : body.members()) {
    if (auto read = read_member(name, value, key); !read) return base::fail(read.error());
  }
  return key;
}

}  // namespace assay::http
