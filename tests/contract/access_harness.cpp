#include "contract/access_harness.hpp"

#include <optional>
#include <stdexcept>

#include "contract/mongo_access.hpp"
#include "contract/temp_folder.hpp"
#include "mongo_server.hpp"
#include "store/memory/memory_audit_log.hpp"
#include "store/memory/memory_key_store.hpp"
#include "store/sqlite/audit_log.hpp"
#include "store/sqlite/key_store.hpp"

namespace assay::contract {
namespace {

class MemoryAccess final : public AccessHarness {
 public:
  core::KeyStore& keys() override { return keys_; }
  core::SessionStore& sessions() override { return keys_; }
  core::AuditLog& audit() override { return audit_; }

 private:
  store::MemoryKeyStore keys_;
  store::MemoryAuditLog audit_;
};

class SqliteAccess final : public AccessHarness {
 public:
  SqliteAccess() { open(); }
  core::KeyStore& keys() override { return *keys_; }
  core::SessionStore& sessions() override { return *keys_; }
  core::AuditLog& audit() override { return *audit_; }
  void reopen() override {
    database_.reset();
    open();
  }

 private:
  void open() {
    store::DatabaseOptions options;
    options.folder = folder_.path() / "data";
    auto database = store::Database::open(options, clock_);
    if (!database) throw std::runtime_error(database.error().message);
    database_ = std::move(*database);
    keys_.emplace(*database_);
    audit_.emplace(*database_);
  }

  base::SystemClock clock_;
  TempFolder folder_;
  std::unique_ptr<store::Database> database_;
  std::optional<store::SqliteKeyStore> keys_;
  std::optional<store::SqliteAuditLog> audit_;
};

}  // namespace

std::vector<std::string> access_kinds() { return {"memory", "sqlite", "mongo"}; }

std::string missing_access(const std::string& kind) {
  return kind == "mongo" ? tests::MongoServer::missing() : std::string{};
}

std::unique_ptr<AccessHarness> make_access(const std::string& kind) {
  if (kind == "memory") return std::make_unique<MemoryAccess>();
  if (kind == "mongo") return make_mongo_access();
  return std::make_unique<SqliteAccess>();
}

}  // namespace assay::contract
