#pragma once
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// Finishes what processes left half done when they died: committed jobs are settled, erasing is completed,
/// open submissions whose job is over get another one, jobs that nobody waits for are ended, results that
/// were never committed are removed. Whatever may still be under way is left alone until it is some minutes
/// old, or is such that two can do it at once. Idempotent; any number of nodes may run it.
base::Result<void> repair(Client& client, base::Timestamp now, base::Random& random);

}  // namespace assay::store::mongo
