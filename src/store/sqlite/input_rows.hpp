#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "core/ids.hpp"
#include "core/submission.hpp"
#include "store/sqlite/job_rows.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// What the database has for equal work of one scope.
struct InputRow {
  std::int64_t id = 0;
  std::optional<std::int64_t> open_job;  ///< that others may join
  std::optional<std::int64_t> cached_review;
  base::Timestamp cache_expires;
};

/// One more submission of this input; stores it where it is new, then with `open_job` as its job, which saves
/// changing the row again.
InputRow keep_input(WriteTransaction& tx, std::int64_t scope, const core::Fingerprint& fingerprint,
                    const core::ReviewInput& input, std::optional<std::int64_t> open_job,
                    base::Timestamp now);

/// One submission of it less; the last one takes the code and the cache entry with it.
void drop_input(WriteTransaction& tx, std::int64_t input);

core::Language input_language(Connection& db, std::int64_t input);

/// The input again, without its code where that is not kept any more; null where it is missing or can't be
/// read: then the connection has the error.
std::shared_ptr<const core::ReviewInput> read_input(Connection& db, std::int64_t input, bool no_cache);

}  // namespace assay::store
