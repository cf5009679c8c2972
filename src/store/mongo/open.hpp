#pragma once
#include <memory>
#include <string>

#include "base/result.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

/// Connects to the database of `uri` and makes the collections and indexes that are missing. Errors as those
/// of mongo::Pool::open.
base::Result<std::unique_ptr<mongo::Pool>> open_mongo(std::string uri, unsigned threads = 16);

}  // namespace assay::store
