#include "base/json_reader.hpp"

#include <simdjson.h>

#include <bit>

namespace assay::base {
namespace dom = simdjson::dom;

static_assert(sizeof(dom::element) == 16 && std::is_trivially_copyable_v<dom::element>);

namespace {

using Raw = std::array<std::byte, 16>;

dom::element element_of(const Raw& raw) { return std::bit_cast<dom::element>(raw); }
Raw raw_of(dom::element element) { return std::bit_cast<Raw>(element); }

}  // namespace

std::string_view to_string(JsonType type) {
  switch (type) {
    case JsonType::null:
      return "null";
    case JsonType::boolean:
      return "a boolean";
    case JsonType::integer:
      return "an integer";
    case JsonType::number:
      return "a number";
    case JsonType::string:
      return "a string";
    case JsonType::array:
      return "an array";
    case JsonType::object:
      return "an object";
  }
  return "null";
}

JsonType JsonValue::type() const {
  switch (element_of(element_).type()) {
    case dom::element_type::ARRAY:
      return JsonType::array;
    case dom::element_type::OBJECT:
      return JsonType::object;
    case dom::element_type::STRING:
      return JsonType::string;
    case dom::element_type::BOOL:
      return JsonType::boolean;
    case dom::element_type::INT64:
      return JsonType::integer;
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
      return JsonType::number;
    case dom::element_type::NULL_VALUE:
      return JsonType::null;
  }
  return JsonType::null;
}

std::optional<bool> JsonValue::as_bool() const {
  bool value = false;
  if (element_of(element_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<std::int64_t> JsonValue::as_int() const {
  std::int64_t value = 0;
  if (element_of(element_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<double> JsonValue::as_double() const {
  double value = 0;
  if (element_of(element_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<std::string_view> JsonValue::as_string() const {
  std::string_view value;
  if (element_of(element_).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  dom::element found;
  if (element_of(element_).at_key(key).get(found) != simdjson::SUCCESS) return std::nullopt;
  JsonValue value;
  value.element_ = raw_of(found);
  return value;
}

std::vector<std::pair<std::string_view, JsonValue>> JsonValue::members() const {
  std::vector<std::pair<std::string_view, JsonValue>> out;
  dom::object object;
  if (element_of(element_).get(object) != simdjson::SUCCESS) return out;
  for (const auto field : object) {
    JsonValue value;
    value.element_ = raw_of(field.value);
    out.emplace_back(field.key, value);
  }
  return out;
}

std::vector<JsonValue> JsonValue::items() const {
  std::vector<JsonValue> out;
  dom::array array;
  if (element_of(element_).get(array) != simdjson::SUCCESS) return out;
  for (const auto item : array) {
    JsonValue value;
    value.element_ = raw_of(item);
    out.push_back(value);
  }
  return out;
}

struct JsonDocument::Impl {
  dom::document document;
  dom::element root;
};

JsonDocument::JsonDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::size_t max_depth) {
  // The parser's buffers are kept per thread; a document owns its own tape and strings.
  thread_local dom::parser parser;
  if (parser.max_depth() != max_depth && parser.allocate(parser.capacity(), max_depth) != simdjson::SUCCESS) {
    return fail(Errc::exhausted, "out of memory");
  }
  auto impl = std::make_unique<Impl>();
  const simdjson::padded_string padded{text};
  const auto error = parser.parse_into_document(impl->document, padded).get(impl->root);
  constexpr std::size_t kKeepCapacity = 1 << 20;
  if (parser.capacity() > kKeepCapacity) parser = dom::parser{};
  if (error == simdjson::DEPTH_ERROR) {
    return fail(Errc::invalid_argument,
                "the JSON is nested more than " + std::to_string(max_depth) + " levels deep");
  }
  if (error == simdjson::UTF8_ERROR) return fail(Errc::invalid_argument, "the JSON is not valid UTF-8");
  if (error == simdjson::NUMBER_ERROR) {
    return fail(Errc::invalid_argument, "the JSON has a number that is malformed or too large");
  }
  if (error == simdjson::STRING_ERROR) {
    return fail(Errc::invalid_argument,
                "the JSON has a string with an escape that stands for no character, such as half of a pair "
                "(\\ud800 without \\udc00)");
  }
  if (error == simdjson::EMPTY) return fail(Errc::invalid_argument, "the JSON is empty");
  if (error != simdjson::SUCCESS) {
    // Some of its sentences end with a full stop; whoever quotes one sets it.
    std::string_view what = simdjson::error_message(error);
    while (what.ends_with('.')) what.remove_suffix(1);
    return fail(Errc::invalid_argument, std::string{"not valid JSON: "}.append(what));
  }
  return JsonDocument{std::move(impl)};
}

JsonValue JsonDocument::root() const {
  JsonValue value;
  value.element_ = raw_of(impl_->root);
  return value;
}

}  // namespace assay::base
