#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace assay::base {

enum class JsonType { null, boolean, integer, number, string, array, object };

/// "a string", "an array" …: for messages that say what was found or expected.
std::string_view to_string(JsonType type);

/// A value inside a JsonDocument; cheap to copy, valid as long as the document (and not longer).
class JsonValue {
 public:
  JsonType type() const;
  bool is_null() const { return type() == JsonType::null; }

  std::optional<bool> as_bool() const;
  /// Integers that fit 64 signed bits; not 1.0.
  std::optional<std::int64_t> as_int() const;
  /// Any number.
  std::optional<double> as_double() const;
  std::optional<std::string_view> as_string() const;

  /// The first member of that name; nothing if there is none or this is no object.
  std::optional<JsonValue> find(std::string_view key) const;
  /// The members in order, doubles included; empty if this is no object.
  std::vector<std::pair<std::string_view, JsonValue>> members() const;
  /// The items in order; empty if this is no array.
  std::vector<JsonValue> items() const;

 private:
  friend class JsonDocument;
  alignas(8) std::array<std::byte, 16> element_{};  // a simdjson::dom::element, kept out of the headers
};

/// One parsed JSON text (RFC 8259, UTF-8). Owns what its values point to. Movable.
class JsonDocument {
 public:
  static constexpr std::size_t kDefaultMaxDepth = 64;

  /// invalid_argument with what is wrong and about where; too deep a nesting is an error as well.
  static Result<JsonDocument> parse(std::string_view text, std::size_t max_depth = kDefaultMaxDepth);

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const;

 private:
  struct Impl;
  explicit JsonDocument(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::base
