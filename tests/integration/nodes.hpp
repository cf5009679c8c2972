#pragma once
#include <memory>
#include <string>
#include <vector>

#include "integration/assay_process.hpp"
#include "mongo_server.hpp"
#include "redis_server.hpp"

namespace assay::tests {

/// A Redis and a database in MongoDB, and what processes of Assay on them are started with.
class Nodes {
 public:
  /// Empty where they can be had; else why not, for a test to say that it is skipped.
  static std::string missing() { return MongoServer::missing(); }

  /// More variables for every process.
  explicit Nodes(Variables more = {}) : environment_(std::move(more)) {
    environment_["REDIS_URL"] = redis.url();
    environment_["MONGODB_URI"] = mongo.uri("assay");
  }

  const Variables& environment() const { return environment_; }
  /// Each on a free port; `settings` as for --set.
  std::unique_ptr<AssayProcess> start_api(std::vector<std::string> settings = {}) const {
    settings.insert(settings.begin(), {"role=api", "rate_limit_per_hour=0"});
    return std::make_unique<AssayProcess>(std::move(settings), environment_);
  }
  /// Its port is that of worker.listen.
  std::unique_ptr<AssayProcess> start_worker(std::vector<std::string> settings = {}) const {
    const std::vector<std::string> command = {"worker", "--listen", "127.0.0.1:0"};
    return std::make_unique<AssayProcess>(command, std::move(settings), environment_);
  }

  RedisServer redis;
  MongoServer mongo;

 private:
  Variables environment_;
};

}  // namespace assay::tests
