#include "store/sqlite/key_store.hpp"

#include "store/sqlite/key_rows.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using core::ApiKey;

Task<Result<void>> SqliteKeyStore::add(ApiKey key, core::TokenHash hash) {
  auto work = [key = std::move(key), hash](WriteTransaction& tx) -> Result<void> {
    if (find_key(tx.db, key.id) || find_key(tx.db, hash))
      return base::fail(base::Errc::conflict, "the key is there already");
    insert_key(tx.db, key, hash);
    return {};
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<std::optional<ApiKey>>> SqliteKeyStore::find(core::TokenHash hash) {
  auto read = [hash](Connection& db) -> Result<std::optional<ApiKey>> { return find_key(db, hash); };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<std::optional<ApiKey>>> SqliteKeyStore::find(core::KeyId id) {
  auto read = [id = std::move(id)](Connection& db) -> Result<std::optional<ApiKey>> {
    return find_key(db, id);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<std::vector<ApiKey>>> SqliteKeyStore::list(std::optional<core::Scope> tenant) {
  auto read = [tenant = std::move(tenant)](Connection& db) -> Result<std::vector<ApiKey>> {
    return list_keys(db, tenant);
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<ApiKey>> SqliteKeyStore::revoke(std::optional<core::Scope> tenant, core::KeyId id,
                                            base::Timestamp now) {
  auto work = [tenant = std::move(tenant), id = std::move(id), now](WriteTransaction& tx) -> Result<ApiKey> {
    auto key = find_key(tx.db, id);
    if (!key || (tenant && key->tenant != *tenant))
      return base::fail(base::Errc::not_found, "There is no key with this id.", "id");
    tx.db.run("UPDATE api_keys SET revoked_at=?2 WHERE id=?1 AND revoked_at IS NULL", id, stored(now));
    tx.db.run("DELETE FROM sessions WHERE key=?1", id);
    if (!key->revoked_at) key->revoked_at = now;
    return std::move(*key);
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<void>> SqliteKeyStore::note_uses(std::vector<std::pair<core::KeyId, base::Timestamp>> uses) {
  auto work = [uses = std::move(uses)](WriteTransaction& tx) -> Result<void> {
    for (const auto& [id, at] : uses) {
      tx.db.run(
          "UPDATE api_keys SET last_used_at=?2 WHERE id=?1 AND (last_used_at IS NULL OR last_used_at<?2)", id,
          stored(at));
    }
    return {};
  };
  co_return co_await database_.writer_->run(Durability::lazy, std::move(work));
}

Task<Result<void>> SqliteKeyStore::add_session(core::Session session) {
  auto work = [session = std::move(session)](WriteTransaction& tx) -> Result<void> {
    tx.db.run("DELETE FROM sessions WHERE expires_at<=?1", stored(session.created_at));
    tx.db.run(
        "INSERT INTO sessions(hash, key, created_at, expires_at) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO NOTHING",
        Blob{session.hash.view()}, session.key, stored(session.created_at), stored(session.expires_at));
    if (!tx.db.error() && tx.db.changes() == 0)
      return base::fail(base::Errc::conflict, "the session is there already");
    return {};
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

Task<Result<std::optional<core::Session>>> SqliteKeyStore::find_session(core::TokenHash hash,
                                                                        base::Timestamp now) {
  auto read = [hash, now](Connection& db) -> Result<std::optional<core::Session>> {
    auto rows = db.query("SELECT key, created_at, expires_at FROM sessions WHERE hash=?1 AND expires_at>?2",
                         Blob{hash.view()}, stored(now));
    if (!rows.step()) return std::optional<core::Session>{};
    return core::Session{hash, core::KeyId{rows.id(0)}, timestamp(rows.int64(1)), timestamp(rows.int64(2))};
  };
  co_return co_await database_.readers_->run(std::move(read));
}

Task<Result<void>> SqliteKeyStore::remove_session(core::TokenHash hash) {
  auto work = [hash](WriteTransaction& tx) -> Result<void> {
    tx.db.run("DELETE FROM sessions WHERE hash=?1", Blob{hash.view()});
    return {};
  };
  co_return co_await database_.writer_->run(Durability::synced, std::move(work));
}

}  // namespace assay::store
