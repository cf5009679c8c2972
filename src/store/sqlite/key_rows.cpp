#include "store/sqlite/key_rows.hpp"

#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

#define ASSAY_KEY_COLUMNS                                                                               \
  "id, prefix, name, tenant, permissions, created_at, expires_at, last_used_at, revoked_at, per_hour, " \
  "per_day"

std::optional<base::Timestamp> moment(const Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return timestamp(rows.int64(column));
}

std::optional<std::int64_t> number(const Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return rows.int64(column);
}

std::optional<std::int64_t> stored_moment(const std::optional<base::Timestamp>& time) {
  if (!time) return std::nullopt;
  return stored(*time);
}

std::optional<core::ApiKey> read_key(Connection& db, const Rows& rows) {
  const auto permissions = core::Permissions::of_bits(rows.int64(4));
  if (!permissions) {
    db.set_corrupt("the permissions of a key can't be read");
    return std::nullopt;
  }
  core::ApiKey key;
  key.id = core::KeyId{rows.id(0)};
  key.prefix = rows.text(1);
  key.name = rows.text(2);
  key.tenant = core::Scope{rows.text(3)};
  key.permissions = *permissions;
  key.created_at = timestamp(rows.int64(5));
  key.expires_at = moment(rows, 6);
  key.last_used_at = moment(rows, 7);
  key.revoked_at = moment(rows, 8);
  key.submissions_per_hour = number(rows, 9);
  key.reviews_per_day = number(rows, 10);
  return key;
}

}  // namespace

void insert_key(Connection& db, const core::ApiKey& key, const core::TokenHash& hash) {
  db.run("INSERT INTO api_keys(" ASSAY_KEY_COLUMNS
         ", hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
         key.id, key.prefix, key.name, key.tenant.str(), key.permissions.bits(), stored(key.created_at),
         stored_moment(key.expires_at), stored_moment(key.last_used_at), stored_moment(key.revoked_at),
         key.submissions_per_hour, key.reviews_per_day, Blob{hash.view()});
}

std::optional<core::ApiKey> find_key(Connection& db, const core::KeyId& id) {
  auto rows = db.query("SELECT " ASSAY_KEY_COLUMNS " FROM api_keys WHERE id=?1", id);
  if (!rows.step()) return std::nullopt;
  return read_key(db, rows);
}

std::optional<core::ApiKey> find_key(Connection& db, const core::TokenHash& hash) {
  auto rows = db.query("SELECT " ASSAY_KEY_COLUMNS " FROM api_keys WHERE hash=?1", Blob{hash.view()});
  if (!rows.step()) return std::nullopt;
  return read_key(db, rows);
}

std::vector<core::ApiKey> list_keys(Connection& db, const std::optional<core::Scope>& tenant) {
  std::vector<core::ApiKey> keys;
  std::optional<std::string> only;
  if (tenant) only = tenant->str();
  auto rows = db.query("SELECT " ASSAY_KEY_COLUMNS
                       " FROM api_keys WHERE ?1 IS NULL OR tenant=?1 ORDER BY created_at DESC, id DESC",
                       only);
  while (rows.step()) {
    if (auto key = read_key(db, rows)) keys.push_back(std::move(*key));
  }
  return keys;
}

#undef ASSAY_KEY_COLUMNS

}  // namespace assay::store
