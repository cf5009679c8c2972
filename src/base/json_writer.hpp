#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace assay::base {

/// Appends a JSON string literal with quotes. Control characters are escaped; ill-formed UTF-8 becomes
/// U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Writes JSON (RFC 8259) to the end of a string, commas and all. The caller keeps begin/end balanced and
/// gives a key before each value inside an object. Not thread-safe.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view{text}); }
  /// NaN and infinities, which JSON can't say, are written as null.
  JsonWriter& value(double number);
  JsonWriter& null();
  /// `json` must be one complete JSON value.
  JsonWriter& raw(std::string_view json);

  template <class T>
    requires std::is_integral_v<T>
  JsonWriter& value(T number) {
    if constexpr (std::is_same_v<T, bool>) {
      return raw(number ? "true" : "false");
    } else if constexpr (std::is_signed_v<T>) {
      return integer(number);
    } else {
      return unsigned_integer(number);
    }
  }

  template <class T>
  JsonWriter& field(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }
  JsonWriter& null_field(std::string_view name) {
    key(name);
    return null();
  }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& integer(std::int64_t number);
  JsonWriter& unsigned_integer(std::uint64_t number);
  void separate();

  std::string& out_;
  bool need_comma_ = false;
};

}  // namespace assay::base
