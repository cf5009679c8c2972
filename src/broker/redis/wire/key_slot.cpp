#include "broker/redis/wire/key_slot.hpp"

#include <array>
#include <cstdint>

namespace assay::broker::redis {
namespace {

constexpr std::array<std::uint16_t, 256> make_table() {
  constexpr unsigned kPolynomial = 0x1021;
  std::array<std::uint16_t, 256> table{};
  for (unsigned i = 0; i < table.size(); ++i) {
    unsigned crc = i << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ kPolynomial : crc << 1;
    table[i] = static_cast<std::uint16_t>(crc);
  }
  return table;
}
constexpr auto kTable = make_table();

}  // namespace

unsigned key_slot(std::string_view key) {
  if (const auto open = key.find('{'); open != std::string_view::npos) {
    const auto close = key.find('}', open + 1);
    if (close != std::string_view::npos && close > open + 1) key = key.substr(open + 1, close - open - 1);
  }
  unsigned crc = 0;
  for (const char c : key) crc = ((crc << 8) & 0xFFFF) ^ kTable[(crc >> 8) ^ static_cast<unsigned char>(c)];
  return crc % kSlots;
}

}  // namespace assay::broker::redis
