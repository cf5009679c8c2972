#include "llm/wire/json_fields.hpp"

#include <algorithm>

#include "base/json_writer.hpp"

namespace assay::llm {
namespace {

using base::JsonType;
using base::JsonValue;

void write(base::JsonWriter& json, const JsonValue& value) {
  switch (value.type()) {
    case JsonType::null:
      json.null();
      break;
    case JsonType::boolean:
      json.value(value.as_bool().value_or(false));
      break;
    case JsonType::integer:
      json.value(value.as_int().value_or(0));
      break;
    case JsonType::number:
      json.value(value.as_double().value_or(0));
      break;
    case JsonType::string:
      json.value(value.as_string().value_or(""));
      break;
    case JsonType::array:
      json.begin_array();
      for (const auto& item : value.items()) write(json, item);
      json.end_array();
      break;
    case JsonType::object:
      json.begin_object();
      for (const auto& [name, member] : value.members()) {
        json.key(name);
        write(json, member);
      }
      json.end_object();
      break;
  }
}

}  // namespace

std::string text_of(const JsonValue& object, std::string_view name) {
  const auto value = object.find(name);
  if (!value) return {};
  if (const auto text = value->as_string()) return std::string(*text);
  if (const auto number = value->as_int()) return std::to_string(*number);
  return {};
}

std::int64_t count_of(const JsonValue& object, std::string_view name) {
  const auto value = object.find(name);
  return value ? std::max<std::int64_t>(0, value->as_int().value_or(0)) : 0;
}

std::optional<JsonValue> object_of(const JsonValue& object, std::string_view name) {
  auto value = object.find(name);
  if (!value || value->type() != JsonType::object) return std::nullopt;
  return value;
}

std::string to_json(const JsonValue& value) {
  std::string out;
  base::JsonWriter json(out);
  write(json, value);
  return out;
}

}  // namespace assay::llm
