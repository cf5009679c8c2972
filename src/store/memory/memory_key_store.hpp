#pragma once
#include <map>
#include <mutex>
#include <unordered_map>

#include "core/ports/key_store.hpp"
#include "core/ports/session_store.hpp"

namespace assay::store {

/// Keys and sessions that are forgotten with the process: for tests, and as the plain statement of what every
/// implementation must do.
class MemoryKeyStore final : public core::KeyStore, public core::SessionStore {
 public:
  base::Task<base::Result<void>> add(core::ApiKey key, core::TokenHash hash) override;
  base::Task<base::Result<std::optional<core::ApiKey>>> find(core::TokenHash hash) override;
  base::Task<base::Result<std::optional<core::ApiKey>>> find(core::KeyId id) override;
  base::Task<base::Result<std::vector<core::ApiKey>>> list(std::optional<core::Scope> tenant) override;
  base::Task<base::Result<core::ApiKey>> revoke(std::optional<core::Scope> tenant, core::KeyId id,
                                                base::Timestamp now) override;
  base::Task<base::Result<void>> note_uses(
      std::vector<std::pair<core::KeyId, base::Timestamp>> uses) override;

  base::Task<base::Result<void>> add_session(core::Session session) override;
  base::Task<base::Result<std::optional<core::Session>>> find_session(core::TokenHash hash,
                                                                      base::Timestamp now) override;
  base::Task<base::Result<void>> remove_session(core::TokenHash hash) override;

 private:
  std::mutex mutex_;
  std::map<core::KeyId, core::ApiKey> keys_;
  std::unordered_map<core::TokenHash, core::KeyId> by_hash_;
  std::unordered_map<core::TokenHash, core::Session> sessions_;
};

}  // namespace assay::store
