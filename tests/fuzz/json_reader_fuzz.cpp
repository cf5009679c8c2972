// Whatever the bytes are: an error or a document whose every value can be read and written again.

#include <cstdlib>
#include <string>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"

namespace {

using assay::base::JsonType;
using assay::base::JsonValue;
using assay::base::JsonWriter;

void copy(const JsonValue& value, JsonWriter& json) {
  switch (value.type()) {
    case JsonType::null:
      json.null();
      break;
    case JsonType::boolean:
      json.value(value.as_bool().value());
      break;
    case JsonType::integer:
      json.value(value.as_int().value());
      break;
    case JsonType::number:
      json.value(value.as_double().value());
      break;
    case JsonType::string:
      json.value(value.as_string().value());
      break;
    case JsonType::array:
      json.begin_array();
      for (const auto& item : value.items()) copy(item, json);
      json.end_array();
      break;
    case JsonType::object:
      json.begin_object();
      for (const auto& [key, member] : value.members()) {
        json.key(key);
        copy(member, json);
      }
      json.end_object();
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto document = assay::base::JsonDocument::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  std::string once;
  JsonWriter json{once};
  copy(document->root(), json);
  const auto again = assay::base::JsonDocument::parse(once);
  if (!again) std::abort();
  std::string twice;
  JsonWriter second{twice};
  copy(again->root(), second);
  if (once != twice) std::abort();
  return 0;
}
