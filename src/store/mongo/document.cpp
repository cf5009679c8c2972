#include "store/mongo/document.hpp"

#include <bson/bson.h>

#include <array>
#include <chrono>
#include <utility>

#include "base/timestamp.hpp"

// The library aligns bson_t, a name for its struct; the struct, which is what a header can name, is not
// aligned. Every one here was made by the library.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Walign-mismatch"
#endif

namespace assay::store::mongo {
namespace {

/// Points the iterator at the field; false where it is not there.
bool find(std::string_view bson, std::string_view key, bson_iter_t& at) {
  if (bson.empty()) return false;
  return bson_iter_init_from_data(&at, reinterpret_cast<const std::uint8_t*>(bson.data()), bson.size()) &&
         bson_iter_find_w_len(&at, key.data(), static_cast<int>(key.size()));
}

std::string_view bytes_at(const bson_iter_t& at) {
  if (BSON_ITER_HOLDS_UTF8(&at)) {
    std::uint32_t length = 0;
    const char* text = bson_iter_utf8(&at, &length);
    return {text, length};
  }
  if (BSON_ITER_HOLDS_BINARY(&at)) {
    std::uint32_t length = 0;
    const std::uint8_t* data = nullptr;
    bson_iter_binary(&at, nullptr, &length, &data);
    return {reinterpret_cast<const char*>(data), length};
  }
  return {};
}

std::string_view document_at(const bson_iter_t& at) {
  std::uint32_t length = 0;
  const std::uint8_t* data = nullptr;
  if (BSON_ITER_HOLDS_DOCUMENT(&at)) {
    bson_iter_document(&at, &length, &data);
  } else if (BSON_ITER_HOLDS_ARRAY(&at)) {
    bson_iter_array(&at, &length, &data);
  }
  return {reinterpret_cast<const char*>(data), length};
}

bool begin(std::string_view bson, bson_iter_t& at) {
  return !bson.empty() &&
         bson_iter_init_from_data(&at, reinterpret_cast<const std::uint8_t*>(bson.data()), bson.size());
}

}  // namespace

void Value::append_to(bson_t& bson, std::string_view key) const {
  const char* name = key.data();
  const auto length = static_cast<int>(key.size());
  struct Append {
    bson_t& bson;
    const char* name;
    int length;
    void operator()(Absent) const {}
    void operator()(std::nullptr_t) const { bson_append_null(&bson, name, length); }
    void operator()(bool value) const { bson_append_bool(&bson, name, length, value); }
    void operator()(int value) const { bson_append_int32(&bson, name, length, value); }
    void operator()(std::int64_t value) const { bson_append_int64(&bson, name, length, value); }
    void operator()(double value) const { bson_append_double(&bson, name, length, value); }
    void operator()(std::string_view text) const {
      if (text.empty() || bson_utf8_validate(text.data(), text.size(), true)) {
        bson_append_utf8(&bson, name, length, text.empty() ? "" : text.data(), static_cast<int>(text.size()));
      } else {
        (*this)(Bytes{text});
      }
    }
    void operator()(Bytes bytes) const {
      bson_append_binary(&bson, name, length, BSON_SUBTYPE_BINARY,
                         reinterpret_cast<const std::uint8_t*>(bytes.data.data()),
                         static_cast<std::uint32_t>(bytes.data.size()));
    }
    void operator()(Date date) const {
      const auto since = std::chrono::floor<std::chrono::milliseconds>(date.at.time_since_epoch());
      bson_append_date_time(&bson, name, length, since.count());
    }
    void operator()(ObjectId id) const {
      if (!bson_oid_is_valid(id.hex.data(), id.hex.size())) return (*this)(id.hex);
      bson_oid_t oid;
      bson_oid_init_from_string(&oid, std::string{id.hex}.c_str());
      bson_append_oid(&bson, name, length, &oid);
    }
    void operator()(const Document* document) const {
      bson_append_document(&bson, name, length, document->raw());
    }
    void operator()(const Array* array) const { bson_append_array(&bson, name, length, array->items_.raw()); }
  };
  std::visit(Append{bson, name, length}, value_);
}

Document::Document() : bson_(bson_new()) {}
Document::Document(std::initializer_list<Field> fields) : Document() {
  for (const auto& field : fields) set(field.key, field.value);
}
Document::~Document() {
  if (bson_ != nullptr) bson_destroy(bson_);
}
Document::Document(Document&& other) noexcept : bson_(std::exchange(other.bson_, nullptr)) {}
Document& Document::operator=(Document&& other) noexcept {
  std::swap(bson_, other.bson_);
  return *this;
}
Document::Document(const Document& other) : bson_(bson_copy(other.bson_)) {}

Document& Document::set(std::string_view key, const Value& value) {
  value.append_to(*bson_, key);
  return *this;
}

Document& Document::copy(std::string_view key, const View& from) {
  bson_iter_t at;
  if (find(from.bson_, key, at)) bson_append_iter(bson_, key.data(), static_cast<int>(key.size()), &at);
  return *this;
}

Document& Document::merge(const Document& other) {
  bson_concat(bson_, other.bson_);
  return *this;
}

bool Document::empty() const { return bson_empty(bson_); }
std::size_t Document::size() const { return bson_->len; }
View Document::view() const {
  return View{{reinterpret_cast<const char*>(bson_get_data(bson_)), bson_->len}};
}

std::string Document::json() const {
  std::size_t length = 0;
  char* text = bson_as_relaxed_extended_json(bson_, &length);
  std::string out{text == nullptr ? "" : text, text == nullptr ? 0 : length};
  bson_free(text);
  return out;
}

Document Document::copy_of(const bson_t& bson) { return Document{bson_copy(&bson)}; }

Array::Array(std::initializer_list<Value> values) {
  for (const auto& value : values) add(value);
}

Array& Array::add(const Value& value) {
  const char* key = nullptr;
  std::array<char, 16> buffer{};
  const auto length = bson_uint32_to_string(size_++, &key, buffer.data(), buffer.size());
  value.append_to(*items_.raw(), {key, length});
  return *this;
}

bool View::has(std::string_view key) const {
  bson_iter_t at;
  return find(bson_, key, at) && !BSON_ITER_HOLDS_NULL(&at);
}

bool View::flag(std::string_view key) const {
  bson_iter_t at;
  return find(bson_, key, at) && bson_iter_as_bool(&at);
}

std::int64_t View::number(std::string_view key) const { return optional_number(key).value_or(0); }

std::optional<std::int64_t> View::optional_number(std::string_view key) const {
  bson_iter_t at;
  if (!find(bson_, key, at) || !BSON_ITER_HOLDS_NUMBER(&at)) return std::nullopt;
  return bson_iter_as_int64(&at);
}

double View::real(std::string_view key) const {
  bson_iter_t at;
  return find(bson_, key, at) && BSON_ITER_HOLDS_NUMBER(&at) ? bson_iter_as_double(&at) : 0;
}

std::string_view View::bytes(std::string_view key) const {
  bson_iter_t at;
  return find(bson_, key, at) ? bytes_at(at) : std::string_view{};
}

std::optional<base::Timestamp> View::optional_time(std::string_view key) const {
  const auto micros = optional_number(key);
  if (!micros) return std::nullopt;
  return base::Timestamp{base::Micros{*micros}};
}

std::optional<std::string> View::id(std::string_view key) const {
  bson_iter_t at;
  if (!find(bson_, key, at)) return std::nullopt;
  if (BSON_ITER_HOLDS_UTF8(&at)) return std::string{bytes_at(at)};
  if (!BSON_ITER_HOLDS_OID(&at)) return std::nullopt;
  std::array<char, 25> hex{};
  bson_oid_to_string(bson_iter_oid(&at), hex.data());
  return std::string{hex.data()};
}

std::optional<base::Timestamp> View::date(std::string_view key) const {
  bson_iter_t at;
  if (!find(bson_, key, at)) return std::nullopt;
  if (BSON_ITER_HOLDS_DATE_TIME(&at))
    return base::Timestamp{std::chrono::milliseconds{bson_iter_date_time(&at)}};
  const auto parsed = base::parse_timestamp(bytes_at(at));
  return parsed ? std::optional{parsed->time} : std::nullopt;
}

View View::document(std::string_view key) const {
  bson_iter_t at;
  return find(bson_, key, at) ? View{document_at(at)} : View{};
}

std::vector<View> View::documents(std::string_view key) const {
  std::vector<View> out;
  bson_iter_t at;
  if (!begin(document(key).bson_, at)) return out;
  while (bson_iter_next(&at)) {
    if (BSON_ITER_HOLDS_DOCUMENT(&at)) out.emplace_back(document_at(at));
  }
  return out;
}

std::vector<std::string> View::texts(std::string_view key) const {
  std::vector<std::string> out;
  bson_iter_t at;
  if (!begin(document(key).bson_, at)) return out;
  while (bson_iter_next(&at)) out.emplace_back(bytes_at(at));
  return out;
}

std::vector<std::string> View::keys() const {
  std::vector<std::string> out;
  bson_iter_t at;
  if (!begin(bson_, at)) return out;
  while (bson_iter_next(&at)) out.emplace_back(bson_iter_key(&at), bson_iter_key_len(&at));
  return out;
}

Document View::copy() const {
  bson_t bson;
  if (bson_.empty() ||
      !bson_init_static(&bson, reinterpret_cast<const std::uint8_t*>(bson_.data()), bson_.size()))
    return {};
  return Document::copy_of(bson);
}

}  // namespace assay::store::mongo
