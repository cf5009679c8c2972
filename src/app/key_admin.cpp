#include "app/key_admin.hpp"

#include <optional>

#include "access/key_ring.hpp"
#include "app/await.hpp"
#include "app/remote_keys.hpp"
#include "store/sqlite/audit_log.hpp"
#include "store/sqlite/key_store.hpp"

namespace assay::app {
namespace {

class LocalKeys final : public cli::KeyAdmin {
 public:
  static base::Result<std::unique_ptr<cli::KeyAdmin>> open(const std::string& folder) {
    auto keys = std::unique_ptr<LocalKeys>{new LocalKeys};
    store::DatabaseOptions options;
    options.folder = folder;
    auto database = store::Database::open(options, keys->clock_);
    if (!database) return base::fail(database.error());
    keys->database_ = std::move(*database);
    keys->store_.emplace(*keys->database_);
    keys->audit_.emplace(*keys->database_);
    keys->ring_.emplace(
        access::KeyRing::Parts{*keys->store_, *keys->store_, *keys->audit_, keys->clock_, keys->random_});
    return keys;
  }

  base::Result<cli::NewKey> create(const core::ApiKey& wanted) override {
    auto issued = await(ring_->create(wanted, actor()));
    if (!issued) return base::fail(issued.error());
    return cli::NewKey{std::move(issued->key), std::move(issued->token)};
  }
  base::Result<std::vector<core::ApiKey>> list() override { return await(ring_->list(std::nullopt)); }
  base::Result<void> revoke(const core::KeyId& id) override {
    const auto revoked = await(ring_->revoke(std::nullopt, id, actor()));
    if (!revoked) return base::fail(revoked.error());
    return {};
  }

 private:
  static access::Actor actor() { return {"owner", "owner of the data folder", {}, {}}; }

  base::SystemClock clock_;
  base::SystemRandom random_;
  std::unique_ptr<store::Database> database_;
  std::optional<store::SqliteKeyStore> store_;
  std::optional<store::SqliteAuditLog> audit_;
  std::optional<access::KeyRing> ring_;
};

}  // namespace

base::Result<std::unique_ptr<cli::KeyAdmin>> open_key_admin(const cli::LoadedConfiguration& loaded) {
  const auto& folder = loaded.values.data;
  auto local = LocalKeys::open(folder);
  if (local || local.error().code != base::Errc::conflict) return local;
  const auto contact = store::DataFolder::contact(folder);
  if (!contact) {
    return base::fail(
        base::Errc::unavailable,
        local.error().message + ", and it is not known how to reach that: is it just starting?");
  }
  return make_remote_keys(*contact);
}

}  // namespace assay::app
