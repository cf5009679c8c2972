#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace assay::store {

/// An id or a hash in its shortest stored form: a lower-case UUID is 16 bytes, 64 lower-case hex digits are
/// 32; any other text stays text. Less than half the size in every index. Reversible: unpack(pack(x)) == x.
/// Points to the text given where it stays text, so the text must outlive it.
class PackedId {
 public:
  explicit PackedId(std::string_view id);

  bool is_text() const { return size_ == 0; }
  std::string_view bytes() const {
    return is_text() ? text_ : std::string_view{reinterpret_cast<const char*>(packed_.data()), size_};
  }

 private:
  std::string_view text_;
  std::array<std::uint8_t, 32> packed_{};
  std::size_t size_ = 0;
};

/// The id again, from a column that is a blob. Empty where the bytes are none that PackedId makes.
std::string unpack_id(std::string_view blob);

}  // namespace assay::store
