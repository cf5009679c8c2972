#include "store/mongo/open.hpp"

#include "store/mongo/setup.hpp"

namespace assay::store {

base::Result<std::unique_ptr<mongo::Pool>> open_mongo(std::string uri, std::string database,
                                                      unsigned threads) {
  mongo::PoolOptions options;
  options.uri = std::move(uri);
  options.database = std::move(database);
  options.threads = threads;
  return open_mongo(std::move(options));
}

base::Result<std::unique_ptr<mongo::Pool>> open_mongo(mongo::PoolOptions options) {
  options.prepare = &mongo::set_up;
  return mongo::Pool::open(std::move(options));
}

}  // namespace assay::store
