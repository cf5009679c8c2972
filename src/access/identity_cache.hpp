#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "access/identity.hpp"
#include "core/secret_token.hpp"

namespace assay::access {

/// The identities that were verified since the start, by the hashes of their tokens, so that a request costs
/// no look-up in the store. Tokens that nobody has are not kept. Thread-safe; one short lock a look-up.
class IdentityCache {
 public:
  /// Null where it is not here.
  SharedIdentity find(const core::TokenHash& hash) const;

  /// Taken before the store is read: keeps what was read from outliving a revocation that happened meanwhile.
  std::uint64_t ticket() const;
  /// Keeps the identity, and gives it; all identities of one key share one credential. Null where something
  /// was revoked or ended since the ticket: read again.
  struct Verified {
    base::Timestamp at;
    std::optional<base::Timestamp> session_ends;
    std::string csrf;
  };
  SharedIdentity keep(const core::TokenHash& hash, core::ApiKey key, Verified verified, std::uint64_t ticket);

  /// Everything that stands for this key is worth nothing from now on.
  void revoke(const core::KeyId& id);
  /// Forgets one token.
  void forget(const core::TokenHash& hash);

  std::vector<std::shared_ptr<Credential>> credentials() const;

 private:
  /// More sessions than a server has people: above, all are forgotten and verified anew.
  static constexpr std::size_t kMost = 20'000;

  mutable std::mutex mutex_;
  std::unordered_map<core::TokenHash, SharedIdentity> identities_;
  std::unordered_map<core::KeyId, std::shared_ptr<Credential>> credentials_;
  std::uint64_t changes_ = 0;
};

}  // namespace assay::access
