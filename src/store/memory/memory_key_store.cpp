#include "store/memory/memory_key_store.hpp"

#include <algorithm>

namespace assay::store {

using base::Result;
using base::Task;
using core::ApiKey;

Task<Result<void>> MemoryKeyStore::add(ApiKey key, core::TokenHash hash) {
  const std::scoped_lock lock{mutex_};
  if (keys_.contains(key.id) || by_hash_.contains(hash))
    co_return base::fail(base::Errc::conflict, "the key is there already");
  by_hash_.emplace(hash, key.id);
  auto id = key.id;
  keys_.emplace(std::move(id), std::move(key));
  co_return Result<void>{};
}

Task<Result<std::optional<ApiKey>>> MemoryKeyStore::find(core::TokenHash hash) {
  const std::scoped_lock lock{mutex_};
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) co_return std::optional<ApiKey>{};
  co_return std::optional{keys_.at(found->second)};
}

Task<Result<std::optional<ApiKey>>> MemoryKeyStore::find(core::KeyId id) {
  const std::scoped_lock lock{mutex_};
  const auto found = keys_.find(id);
  if (found == keys_.end()) co_return std::optional<ApiKey>{};
  co_return std::optional{found->second};
}

Task<Result<std::vector<ApiKey>>> MemoryKeyStore::list(std::optional<core::Scope> tenant) {
  const std::scoped_lock lock{mutex_};
  std::vector<ApiKey> out;
  for (const auto& [id, key] : keys_) {
    if (!tenant || key.tenant == *tenant) out.push_back(key);
  }
  std::ranges::sort(out, [](const ApiKey& a, const ApiKey& b) {
    return std::tie(a.created_at, a.id) > std::tie(b.created_at, b.id);
  });
  co_return out;
}

Task<Result<ApiKey>> MemoryKeyStore::revoke(std::optional<core::Scope> tenant, core::KeyId id,
                                            base::Timestamp now) {
  const std::scoped_lock lock{mutex_};
  const auto found = keys_.find(id);
  if (found == keys_.end() || (tenant && found->second.tenant != *tenant))
    co_return base::fail(base::Errc::not_found, "There is no key with this id.", "id");
  if (!found->second.revoked_at) found->second.revoked_at = now;
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.key == id; });
  co_return found->second;
}

Task<Result<void>> MemoryKeyStore::note_uses(std::vector<std::pair<core::KeyId, base::Timestamp>> uses) {
  const std::scoped_lock lock{mutex_};
  for (const auto& [id, at] : uses) {
    const auto found = keys_.find(id);
    if (found == keys_.end()) continue;
    auto& last = found->second.last_used_at;
    if (!last || *last < at) last = at;
  }
  co_return Result<void>{};
}

Task<Result<void>> MemoryKeyStore::add_session(core::Session session) {
  const std::scoped_lock lock{mutex_};
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.expires_at <= session.created_at; });
  const auto hash = session.hash;
  if (!sessions_.emplace(hash, std::move(session)).second)
    co_return base::fail(base::Errc::conflict, "the session is there already");
  co_return Result<void>{};
}

Task<Result<std::optional<core::Session>>> MemoryKeyStore::find_session(core::TokenHash hash,
                                                                        base::Timestamp now) {
  const std::scoped_lock lock{mutex_};
  const auto found = sessions_.find(hash);
  if (found == sessions_.end() || found->second.expires_at <= now) co_return std::optional<core::Session>{};
  co_return std::optional{found->second};
}

Task<Result<void>> MemoryKeyStore::remove_session(core::TokenHash hash) {
  const std::scoped_lock lock{mutex_};
  sessions_.erase(hash);
  co_return Result<void>{};
}

}  // namespace assay::store
