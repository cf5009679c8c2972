#pragma once
#include <optional>
#include <string_view>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "base/result.hpp"
#include "core/api_key.hpp"

namespace assay::http {

/// The object `ApiKey` of openapi.json.
void write_key(base::JsonWriter& json, const core::ApiKey& key);
/// Writes the names of the permissions as an array.
void write_scopes(base::JsonWriter& json, core::Permissions permissions);
/// Writes the moment, or null.
void write_moment(base::JsonWriter& json, std::string_view name, const std::optional<base::Timestamp>& time);

/// Reads `NewApiKey`. `tenant` is the one of a body that names none. invalid_argument with the field; whether
/// the values are allowed is checked where the key is made.
base::Result<core::ApiKey> read_new_key(const base::JsonValue& body, const core::Scope& tenant);

}  // namespace assay::http
