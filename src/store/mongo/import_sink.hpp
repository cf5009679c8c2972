#pragma once
#include "core/ports/import_sink.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// Imports into MongoDB, in steps that can be repeated from any point: input, review, submission, and then
/// the review is said to be in use (documents.hpp, `uncommitted`). Words and sums follow as for any other
/// submission (upkeep.hpp).
class MongoImportSink final : public core::ImportSink {
 public:
  /// `pool` outlives it.
  explicit MongoImportSink(mongo::Pool& pool) : pool_(pool) {}
  base::Task<base::Result<core::Imported>> put(core::ImportedSubmission imported) override;

 private:
  mongo::Pool& pool_;
};

}  // namespace assay::store
