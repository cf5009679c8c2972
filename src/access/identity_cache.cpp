#include "access/identity_cache.hpp"

namespace assay::access {

SharedIdentity IdentityCache::find(const core::TokenHash& hash) const {
  const std::scoped_lock lock{mutex_};
  const auto found = identities_.find(hash);
  return found == identities_.end() ? nullptr : found->second;
}

std::uint64_t IdentityCache::ticket() const {
  const std::scoped_lock lock{mutex_};
  return changes_;
}

SharedIdentity IdentityCache::keep(const core::TokenHash& hash, core::ApiKey key, Verified verified,
                                   std::uint64_t ticket) {
  const std::scoped_lock lock{mutex_};
  if (ticket != changes_) return nullptr;
  // The credentials stay: requests that are under way hold them and must see a revocation.
  if (identities_.size() >= kMost) identities_.clear();
  auto& credential = credentials_[key.id];
  if (!credential) credential = std::make_shared<Credential>(std::move(key));
  auto identity = std::make_shared<const Identity>(
      Identity{credential, verified.at, verified.session_ends, std::move(verified.csrf)});
  identities_[hash] = identity;
  return identity;
}

void IdentityCache::revoke(const core::KeyId& id) {
  const std::scoped_lock lock{mutex_};
  ++changes_;
  if (const auto found = credentials_.find(id); found != credentials_.end()) {
    found->second->revoked = true;
    credentials_.erase(found);
  }
  std::erase_if(identities_, [&](const auto& entry) { return entry.second->key().id == id; });
}

void IdentityCache::forget(const core::TokenHash& hash) {
  const std::scoped_lock lock{mutex_};
  ++changes_;
  identities_.erase(hash);
}

std::vector<std::shared_ptr<Credential>> IdentityCache::credentials() const {
  const std::scoped_lock lock{mutex_};
  std::vector<std::shared_ptr<Credential>> out;
  out.reserve(credentials_.size());
  for (const auto& [id, credential] : credentials_) out.push_back(credential);
  return out;
}

}  // namespace assay::access
