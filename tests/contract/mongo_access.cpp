#include "contract/mongo_access.hpp"

#include <optional>
#include <stdexcept>

#include "mongo_server.hpp"
#include "store/mongo/audit_log.hpp"
#include "store/mongo/key_store.hpp"
#include "store/mongo/open.hpp"

namespace assay::contract {
namespace {

class MongoAccess final : public AccessHarness {
 public:
  MongoAccess() { open(); }
  core::KeyStore& keys() override { return *keys_; }
  core::SessionStore& sessions() override { return *keys_; }
  core::AuditLog& audit() override { return *audit_; }
  void reopen() override {
    pool_.reset();
    open();
  }

 private:
  void open() {
    auto pool = store::open_mongo(uri_, {}, 4);
    if (!pool) throw std::runtime_error(pool.error().message);
    pool_ = std::move(*pool);
    keys_.emplace(*pool_);
    audit_.emplace(*pool_);
  }

  std::string uri_ = tests::shared_mongo().uri(tests::new_mongo_database());
  std::unique_ptr<store::mongo::Pool> pool_;
  std::optional<store::MongoKeyStore> keys_;
  std::optional<store::MongoAuditLog> audit_;
};

}  // namespace

std::unique_ptr<AccessHarness> make_mongo_access() { return std::make_unique<MongoAccess>(); }

}  // namespace assay::contract
