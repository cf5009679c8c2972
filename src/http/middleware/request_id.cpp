#include "http/middleware/request_id.hpp"

#include <algorithm>

#include "base/random.hpp"

namespace assay::http {
namespace {

constexpr std::size_t kMaxLength = 64;

bool is_harmless(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-';
}

}  // namespace

std::string request_id(std::string_view from_client) {
  if (!from_client.empty() && from_client.size() <= kMaxLength &&
      std::ranges::all_of(from_client, is_harmless)) {
    return std::string{from_client};
  }
  // Not secret, only unlike the others: one seed for each thread, then a cheap generator.
  thread_local base::SeededRandom random{base::SystemRandom{}.next()};
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::uint64_t bits = random.next();
  std::string out(16, '0');
  for (char& digit : out) {
    digit = kDigits[bits & 15];
    bits >>= 4;
  }
  return out;
}

}  // namespace assay::http
