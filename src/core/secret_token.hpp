#pragma once
#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "base/random.hpp"

namespace assay::core {

/// SHA-256 of a secret token: what is stored and looked up in its place.
///
/// One fast hash without salt is right here, although it would be wrong for passwords: a token is 256 random
/// bits, so there is no dictionary to try and nothing that a slow hash or a salt could make harder, and every
/// request has to compute it. Whoever reads the database can't turn a hash back into a token; whoever guesses
/// tokens learns nothing from how long a look-up takes, because it depends on the hash, which is not theirs
/// to choose.
struct TokenHash {
  std::array<char, 32> bytes{};

  std::string_view view() const { return {bytes.data(), bytes.size()}; }
  bool operator==(const TokenHash& other) const;
};

TokenHash hash_token(std::string_view token);
/// The hash out of its 32 stored bytes; all zero where the size is another one, which no token has.
TokenHash token_hash_of_bytes(std::string_view bytes);

/// A new key for a client, "assay_" and 64 hexadecimal digits, made of 256 random bits. The first part makes
/// it findable for scanners of leaked secrets.
std::string make_key_token(base::Random& random);
/// The part of a key that may be shown again: "assay_" and its first 8 digits.
std::string shown_prefix(std::string_view token);
/// A new token of a signed-in browser: 64 hexadecimal digits.
std::string make_session_token(base::Random& random);
/// What a page must send back in X-CSRF-Token: made of the session's token, and no way back to it.
std::string csrf_token(std::string_view session_token);

}  // namespace assay::core

template <>
struct std::hash<assay::core::TokenHash> {
  std::size_t operator()(const assay::core::TokenHash& token) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, token.bytes.data(), sizeof value);
    return value;
  }
};
