#include "fakes/schema_check.hpp"

#include <algorithm>

namespace assay::fakes {
namespace {

constexpr int kMaxLevels = 5;
constexpr std::string_view kForbidden[] = {
    "oneOf", "allOf", "not", "if", "then", "else", "patternProperties", "dependentSchemas"};

bool has_type(const base::JsonValue& schema, std::string_view wanted) {
  const auto type = schema.find("type");
  if (!type) return false;
  if (const auto name = type->as_string()) return *name == wanted;
  const auto names = type->items();
  return std::any_of(names.begin(), names.end(),
                     [&](const auto& name) { return name.as_string() == wanted; });
}

bool contains(const std::vector<base::JsonValue>& names, std::string_view wanted) {
  return std::any_of(names.begin(), names.end(),
                     [&](const auto& name) { return name.as_string() == wanted; });
}

std::optional<std::string> check(const base::JsonValue& schema, const std::string& context, int level);

std::optional<std::string> check_object(const base::JsonValue& schema, const std::string& context,
                                        int level) {
  const auto additional = schema.find("additionalProperties");
  if (!additional || additional->as_bool() != false) {
    return "In context=(" + context + "), 'additionalProperties' is required to be supplied and to be false.";
  }
  const auto required = schema.find("required");
  const auto names = required ? required->items() : std::vector<base::JsonValue>{};
  const auto properties = schema.find("properties");
  if (!properties) return std::nullopt;
  for (const auto& [name, property] : properties->members()) {
    if (!contains(names, name)) {
      return "In context=(" + context +
             "), 'required' is required to be supplied and to be an array including every key in properties. "
             "Missing '" +
             std::string(name) + "'.";
    }
    if (auto error = check(property, context + "'" + std::string(name) + "',", level + 1)) return error;
  }
  return std::nullopt;
}

std::optional<std::string> check(const base::JsonValue& schema, const std::string& context, int level) {
  if (level > kMaxLevels)
    return "The schema is nested more than " + std::to_string(kMaxLevels) + " levels deep.";
  for (const auto keyword : kForbidden) {
    if (schema.find(keyword))
      return "In context=(" + context + "), '" + std::string(keyword) + "' is not permitted.";
  }
  if (!schema.find("type") && !schema.find("enum") && !schema.find("const") && !schema.find("anyOf") &&
      !schema.find("$ref")) {
    return "In context=(" + context + "), schema must have a 'type' key.";
  }
  if (has_type(schema, "object")) return check_object(schema, context, level);
  if (const auto items = schema.find("items")) return check(*items, context + "'items',", level + 1);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> find_strict_schema_error(const base::JsonValue& schema) {
  if (!has_type(schema, "object"))
    return "schema must be a JSON Schema of 'type: \"object\"', got another type.";
  return check(schema, "", 1);
}

}  // namespace assay::fakes
