#pragma once
#include "core/ports/key_store.hpp"
#include "core/ports/session_store.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// Keys and sessions in MongoDB, for all nodes that share it.
class MongoKeyStore final : public core::KeyStore, public core::SessionStore {
 public:
  /// `pool` outlives the store.
  explicit MongoKeyStore(mongo::Pool& pool) : pool_(pool) {}

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
  mongo::Pool& pool_;
};

}  // namespace assay::store
