#pragma once
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace assay::analysis {

/// Plain binary encoding between two ends of the same build. A type takes part by a free function
/// `template <class Wire> void exchange(Wire& wire, T& value)` that names its members in order; the same
/// function serves both directions.
class WireWriter {
 public:
  template <class... T>
  void operator()(T&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(out_); }

 private:
  template <class T>
  void put(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      out_.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      exchange(*this, value);
    }
  }
  void put(std::string& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    put(size);
    out_.append(text);
  }
  template <class T>
  void put(std::vector<T>& values) {
    auto size = static_cast<std::uint32_t>(values.size());
    put(size);
    for (T& value : values) put(value);
  }
  template <class T>
  void put(std::optional<T>& value) {
    std::uint8_t present = value ? 1 : 0;
    put(present);
    if (value) put(*value);
  }
  void put(std::map<std::string, std::string>& values) {
    auto size = static_cast<std::uint32_t>(values.size());
    put(size);
    for (auto& [key, value] : values) {
      std::string name = key;
      put(name);
      put(value);
    }
  }

  std::string out_;
};

/// Reads what a WireWriter wrote. After a short or impossible input `ok()` is false and values are defaults.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}
  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  template <class T>
  void get(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      if (bytes_.size() < sizeof value) return fail();
      std::memcpy(&value, bytes_.data(), sizeof value);
      bytes_.remove_prefix(sizeof value);
    } else {
      exchange(*this, value);
    }
  }
  void get(bool& value) {
    std::uint8_t byte = 0;
    get(byte);
    value = byte != 0;
  }
  void get(std::string& text) {
    std::uint32_t size = 0;
    get(size);
    if (bytes_.size() < size) return fail();
    text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
  }
  template <class T>
  void get(std::vector<T>& values) {
    std::uint32_t size = 0;
    get(size);
    values.clear();
    for (std::uint32_t i = 0; i < size && ok_; ++i) get(values.emplace_back());
  }
  template <class T>
  void get(std::optional<T>& value) {
    std::uint8_t present = 0;
    get(present);
    value.reset();
    if (present != 0) get(value.emplace());
  }
  void get(std::map<std::string, std::string>& values) {
    std::uint32_t size = 0;
    get(size);
    for (std::uint32_t i = 0; i < size && ok_; ++i) {
      std::string key;
      get(key);
      get(values[key]);
    }
  }
  void fail() {
    ok_ = false;
    bytes_ = {};
  }

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace assay::analysis
