#pragma once
#include <cstdint>
#include <map>

#include "core/ports/import_sink.hpp"
#include "store/sqlite/database.hpp"

namespace assay::store {

/// Imports into the embedded database, a transaction for each submission. A review that this object has put
/// before is shared, once the call that put it has returned; one of an earlier run is stored once more for a
/// submission that is new.
class SqliteImportSink final : public core::ImportSink {
 public:
  /// `database` outlives it.
  explicit SqliteImportSink(Database& database) : database_(database) {}
  base::Task<base::Result<core::Imported>> put(core::ImportedSubmission imported) override;

 private:
  Database& database_;
  std::map<core::ReviewId, std::int64_t> reviews_;  // rows; writer thread
};

}  // namespace assay::store
