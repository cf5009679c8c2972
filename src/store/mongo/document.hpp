#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"

struct _bson_t;

namespace assay::store::mongo {

class Document;
class Array;
class View;

/// Any bytes, stored as binary.
struct Bytes {
  std::string_view data;
};

/// A moment that the server itself has to understand (indexes that let documents expire): to the millisecond.
/// All other times are stored as microseconds in 64 bits.
struct Date {
  base::Timestamp at;
};

/// The kind of id that drivers make: 24 hexadecimal digits; anything else is stored as text.
struct ObjectId {
  std::string_view hex;
};

/// What a field can be set to. Points at texts and documents: made and used within one expression. Text that
/// is not well-formed UTF-8 is stored as binary, which reads back as the same text. An empty optional leaves
/// the field out.
class Value {
 public:
  Value(std::nullptr_t) : value_(nullptr) {}
  Value(bool value) : value_(value) {}
  Value(int value) : value_(value) {}
  Value(std::int64_t value) : value_(value) {}
  Value(double value) : value_(value) {}
  Value(std::string_view text) : value_(text) {}
  Value(const char* text) : value_(std::string_view{text}) {}
  Value(const std::string& text) : value_(std::string_view{text}) {}
  Value(Bytes bytes) : value_(bytes) {}
  Value(Date date) : value_(date) {}
  Value(ObjectId id) : value_(id) {}
  Value(base::Timestamp time) : value_(std::int64_t{time.time_since_epoch().count()}) {}
  Value(const Document& document) : value_(&document) {}
  Value(const Array& array) : value_(&array) {}
  template <class Tag>
  Value(const core::Id<Tag>& id) : value_(std::string_view{id.str()}) {}
  template <class T>
  Value(const std::optional<T>& value) : value_(Absent{}) {
    if (value) value_ = Value{*value}.value_;
  }

 private:
  friend class Document;
  friend class Array;
  struct Absent {};
  std::variant<Absent, std::nullptr_t, bool, int, std::int64_t, double, std::string_view, Bytes, Date,
               ObjectId, const Document*, const Array*>
      value_;
  void append_to(_bson_t& bson, std::string_view key) const;
};

struct Field {
  std::string_view key;
  Value value;
};

/// A BSON document that is being built or was received.
class Document {
 public:
  Document();
  Document(std::initializer_list<Field> fields);
  ~Document();
  Document(Document&& other) noexcept;
  Document& operator=(Document&& other) noexcept;
  Document(const Document& other);
  Document& operator=(const Document&) = delete;

  Document& set(std::string_view key, const Value& value);
  /// The field of another document as it is there; nothing where it has none.
  Document& copy(std::string_view key, const View& from);
  /// All fields of another one behind those that are there.
  Document& merge(const Document& other);
  bool empty() const;
  View view() const;
  std::size_t size() const;  ///< bytes
  /// Relaxed extended JSON, for messages and tests.
  std::string json() const;

  /// For calls of the library; owned by this object.
  _bson_t* raw() const { return bson_; }
  /// Takes a copy of what the library gave.
  static Document copy_of(const _bson_t& bson);

 private:
  explicit Document(_bson_t* bson) : bson_(bson) {}
  _bson_t* bson_;
};

class Array {
 public:
  Array() = default;
  Array(std::initializer_list<Value> values);
  Array& add(const Value& value);
  std::size_t size() const { return size_; }

 private:
  friend class Value;
  Document items_;
  std::uint32_t size_ = 0;
};

/// Reads a document without copying it; valid as long as what it looks at. A field that is absent or of
/// another type reads as empty, zero or false; who must tell the difference asks `has`.
class View {
 public:
  View() = default;
  explicit View(std::string_view bson) : bson_(bson) {}

  bool has(std::string_view key) const;  ///< there, and not null
  bool flag(std::string_view key) const;
  std::int64_t number(std::string_view key) const;
  std::optional<std::int64_t> optional_number(std::string_view key) const;
  double real(std::string_view key) const;
  /// Of a text or of binary.
  std::string_view bytes(std::string_view key) const;
  std::string text(std::string_view key) const { return std::string{bytes(key)}; }
  base::Timestamp time(std::string_view key) const { return base::Timestamp{base::Micros{number(key)}}; }
  std::optional<base::Timestamp> optional_time(std::string_view key) const;
  /// Of an ObjectId its 24 lower-case hexadecimal digits; of a text the text.
  std::optional<std::string> id(std::string_view key) const;
  /// Of a date of the server's own type, or of a text in ISO 8601.
  std::optional<base::Timestamp> date(std::string_view key) const;
  View document(std::string_view key) const;
  std::vector<View> documents(std::string_view key) const;  ///< of an array
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<std::string> keys() const;
  bool empty() const { return bson_.size() <= 5; }
  /// The bytes themselves, to be copied into another document.
  Document copy() const;

 private:
  friend class Document;
  std::string_view bson_;
};

}  // namespace assay::store::mongo
