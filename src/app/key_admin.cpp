#include "app/key_admin.hpp"

#include <optional>

#include "access/key_ring.hpp"
#include "app/await.hpp"
#include "app/backend/backend.hpp"
#include "app/engine_thread.hpp"
#include "app/remote_keys.hpp"
#include "store/sqlite/data_folder.hpp"

namespace assay::app {
namespace {

/// In the stores themselves: the data folder, where no server holds it, or the database that all servers
/// share.
class StoredKeys final : public cli::KeyAdmin {
 public:
  static base::Result<std::unique_ptr<cli::KeyAdmin>> open(const cli::LoadedConfiguration& loaded) {
    auto keys = std::unique_ptr<StoredKeys>{new StoredKeys};
    auto backend =
        open_backend(loaded, keys->clock_, keys->random_, keys->metrics_, keys->engine_.executor());
    if (!backend) return base::fail(backend.error());
    keys->backend_ = std::move(*backend);
    keys->ring_.emplace(access::KeyRing::Parts{keys->backend_->keys(), keys->backend_->sessions(),
                                               keys->backend_->audit(), keys->clock_, keys->random_});
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
  access::Actor actor() const {
    return {"owner", backend_->is_shared() ? "owner of the database" : "owner of the data folder", {}, {}};
  }

  base::SystemClock clock_;
  base::SystemRandom random_;
  base::Metrics metrics_;
  EngineThread engine_;
  std::unique_ptr<Backend> backend_;
  std::optional<access::KeyRing> ring_;
};

}  // namespace

base::Result<std::unique_ptr<cli::KeyAdmin>> open_key_admin(const cli::LoadedConfiguration& loaded) {
  const auto& folder = loaded.values.data;
  auto local = StoredKeys::open(loaded);
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
