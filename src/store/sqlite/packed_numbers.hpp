#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace assay::store {

/// Reads number after number, each as LEB128; `ok` turns false at the first that is cut off or too long.
class PackedNumbers {
 public:
  explicit PackedNumbers(std::string_view bytes) : at_(bytes.begin()), end_(bytes.end()) {}

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == end_; }
  std::uint64_t next() {
    if (at_ != end_ && is_short(*at_)) return static_cast<unsigned char>(*at_++);
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    at_ = end_;
    return 0;
  }
  /// The next two where both are below 128; false, and nothing is read, where they are not.
  bool next_short_pair(std::uint64_t& first, std::uint64_t& second) {
    if (end_ - at_ < 2 || !is_short(at_[0]) || !is_short(at_[1])) return false;
    first = static_cast<unsigned char>(at_[0]);
    second = static_cast<unsigned char>(at_[1]);
    at_ += 2;
    return true;
  }
  /// The next eight where all are below 128; false, and nothing is read, where they are not.
  bool next_short_eight(std::array<std::uint8_t, 8>& numbers) {
    if (static_cast<std::size_t>(end_ - at_) < numbers.size()) return false;
    std::memcpy(numbers.data(), &*at_, numbers.size());
    std::uint64_t together = 0;
    std::memcpy(&together, numbers.data(), numbers.size());
    if ((together & 0x8080808080808080U) != 0) return false;
    at_ += static_cast<std::ptrdiff_t>(numbers.size());
    return true;
  }
  std::int64_t next_signed() { return static_cast<std::int64_t>(next()); }
  /// So many bytes as they are, a view of what is read.
  std::string_view next_bytes(std::uint64_t size) {
    if (size > static_cast<std::uint64_t>(end_ - at_)) {
      ok_ = false;
      at_ = end_;
      return {};
    }
    const std::string_view bytes{at_, at_ + static_cast<std::ptrdiff_t>(size)};
    at_ += static_cast<std::ptrdiff_t>(size);
    return bytes;
  }

 private:
  static bool is_short(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

  std::string_view::const_iterator at_;
  std::string_view::const_iterator end_;
  bool ok_ = true;
};

/// What PackedNumbers reads.
inline void put_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

/// Small for numbers near 0, also those below.
constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
/// What was put as a number that is small for numbers near 0, also those below.
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

}  // namespace assay::store
