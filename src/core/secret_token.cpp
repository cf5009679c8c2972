#include "core/secret_token.hpp"

#include "base/constant_time.hpp"
#include "base/sha256.hpp"
#include "base/uuid.hpp"

namespace assay::core {
namespace {

constexpr std::string_view kKeyPrefix = "assay_";
constexpr std::size_t kShownDigits = 8;

std::string random_digits(base::Random& random) {
  std::string bytes;
  while (bytes.size() < 32) {
    const auto word = random.next();
    bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return base::to_hex(bytes);
}

}  // namespace

bool TokenHash::operator==(const TokenHash& other) const {
  return base::equals_in_constant_time(view(), other.view());
}

TokenHash hash_token(std::string_view token) {
  // Of the thread: making one costs more than hashing a token.
  thread_local base::Sha256 sha;
  sha.update(token);
  return token_hash_of_bytes(sha.finish());
}

TokenHash token_hash_of_bytes(std::string_view bytes) {
  TokenHash hash;
  if (bytes.size() == hash.bytes.size()) std::memcpy(hash.bytes.data(), bytes.data(), bytes.size());
  return hash;
}

std::string make_key_token(base::Random& random) { return std::string{kKeyPrefix} + random_digits(random); }

std::string shown_prefix(std::string_view token) {
  return std::string{token.substr(0, kKeyPrefix.size() + kShownDigits)};
}

std::string make_session_token(base::Random& random) { return random_digits(random); }

std::string csrf_token(std::string_view session_token) {
  return base::sha256_hex("assay csrf " + std::string{session_token});
}

}  // namespace assay::core
