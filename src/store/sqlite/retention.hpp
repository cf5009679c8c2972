#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/ports/retention.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// Erases up to `most` finished submissions that were made before, oldest first.
std::vector<core::SubmissionId> erase_old(WriteTransaction& tx, base::Timestamp before, int most,
                                          base::Timestamp now);

/// Forgets code, piece by piece. Knows up to where, by the time of creation, the submissions of each scope
/// have been asked for theirs, so that those that have none any more are not passed over again and again; in
/// memory only. Used by the writer thread.
class CodeSweep {
 public:
  /// Forgets the code of up to `most` inputs that were last used before, and gives the submissions that had
  /// it. True in `more`: the next call may find some.
  std::vector<core::SubmissionId> run(WriteTransaction& tx, base::Timestamp before, int most, bool& more);

 private:
  struct Place {
    std::int64_t created_at = 0;
    std::string id;
  };
  std::map<std::int64_t, Place> swept_;  ///< by scope
};

}  // namespace assay::store
