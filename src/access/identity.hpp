#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "core/api_key.hpp"

namespace assay::access {

/// A key that was verified, shared by everybody who came with it: whoever holds it sees at once that the key
/// was revoked. Thread-safe.
struct Credential {
  explicit Credential(core::ApiKey verified)
      : key(std::move(verified)), revoked(key.revoked_at.has_value()) {}

  const core::ApiKey key;  ///< as it was when it was verified
  std::atomic<bool> revoked;
  std::atomic<std::int64_t> last_used{0};  ///< microseconds since 1970; 0: not since it was verified
  std::int64_t last_noted = 0;  ///< what the store knows of that; KeyRing::flush_uses alone uses it

  bool is_valid_at(base::Timestamp now) const {
    return !revoked.load(std::memory_order_relaxed) && key.is_valid_at(now);
  }
};

/// What a token stands for: the key, and where it is a browser's session, when that ends and the token that
/// its writes must carry.
struct Identity {
  std::shared_ptr<Credential> credential;
  base::Timestamp verified_at;
  std::optional<base::Timestamp> session_ends;
  std::string csrf;

  const core::ApiKey& key() const { return credential->key; }
  bool is_session() const { return session_ends.has_value(); }
  bool is_valid_at(base::Timestamp now) const {
    return credential->is_valid_at(now) && (!session_ends || now < *session_ends);
  }
};

using SharedIdentity = std::shared_ptr<const Identity>;

}  // namespace assay::access
