#include "base/uuid.hpp"

namespace assay::base {
namespace {
constexpr char kDigits[] = "0123456789abcdef";
}

std::string make_uuid7(Timestamp now, Random& random) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  const std::uint64_t high = (static_cast<std::uint64_t>(millis) << 16) | 0x7000 | (random.next() & 0x0fff);
  const std::uint64_t low = (random.next() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
  std::string out(36, '-');
  std::size_t at = 0;
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) ++at;
    const std::uint64_t word = nibble < 16 ? high : low;
    out[at++] = kDigits[(word >> (60 - 4 * (nibble % 16))) & 0xf];
  }
  return out;
}

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '0');
  auto at = out.begin();
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *at++ = kDigits[byte >> 4];
    *at++ = kDigits[byte & 0xf];
  }
  return out;
}

}  // namespace assay::base
