#pragma once
#include <memory>
#include <string>

#include "base/result.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// Connects to `database` (empty: the one that `uri` names, else "assay") and makes the collections and
/// indexes that are missing. Errors as those of mongo::Pool::open.
base::Result<std::unique_ptr<mongo::Pool>> open_mongo(std::string uri, std::string database = {},
                                                      unsigned threads = 16);
/// The same with every option but `prepare`, which is that of Assay's collections.
base::Result<std::unique_ptr<mongo::Pool>> open_mongo(mongo::PoolOptions options);

}  // namespace assay::store
