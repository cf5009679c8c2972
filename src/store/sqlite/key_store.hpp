#pragma once
#include "core/ports/key_store.hpp"
#include "core/ports/session_store.hpp"
#include "store/sqlite/database.hpp"

namespace assay::store {

/// API keys and sessions in the embedded database.
class SqliteKeyStore final : public core::KeyStore, public core::SessionStore {
 public:
  /// `database` outlives the store.
  explicit SqliteKeyStore(Database& database) : database_(database) {}

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
  Database& database_;
};

}  // namespace assay::store
