#include "store/sqlite/packed_id.hpp"

#include "base/uuid.hpp"

namespace assay::store {
namespace {

constexpr std::size_t kUuidText = 36;
constexpr std::size_t kHashText = 64;
constexpr std::size_t kUuidBytes = 16;
constexpr std::size_t kHashBytes = 32;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool is_dash_place(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

PackedId::PackedId(std::string_view id) : text_(id) {
  const bool uuid = id.size() == kUuidText;
  if (!uuid && id.size() != kHashText) return;
  std::size_t out = 0;
  for (std::size_t i = 0; i < id.size();) {
    if (uuid && is_dash_place(i)) {
      if (id[i] != '-') return;
      ++i;
      continue;
    }
    if (i + 1 >= id.size()) return;
    const int high = digit(id[i]);
    const int low = digit(id[i + 1]);
    if (high < 0 || low < 0) return;
    packed_[out++] = static_cast<std::uint8_t>(high * 16 + low);
    i += 2;
  }
  size_ = out;
}

std::string unpack_id(std::string_view blob) {
  if (blob.size() == kHashBytes) return base::to_hex(blob);
  if (blob.size() != kUuidBytes) return {};
  const std::string hex = base::to_hex(blob);
  std::string uuid(kUuidText, '-');
  auto from = hex.begin();
  for (std::size_t i = 0; i < kUuidText; ++i) {
    if (!is_dash_place(i)) uuid[i] = *from++;
  }
  return uuid;
}

}  // namespace assay::store
