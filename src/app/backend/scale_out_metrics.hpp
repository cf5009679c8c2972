#pragma once
#include <chrono>
#include <functional>
#include <string_view>

#include "base/metrics.hpp"

namespace assay::broker::redis {
class Client;
}

namespace assay::app {

/// What the client counts, as metrics of this process. `client` must outlive the last render.
void add_redis_metrics(base::Metrics& metrics, const broker::redis::Client& client);

/// For store::mongo::PoolOptions::observe: counts commands to MongoDB by their name, those of the driver
/// itself (handshakes, sign-ins) left out. `metrics` must outlive the pool.
std::function<void(std::string_view command, std::chrono::microseconds took, bool answered)>
count_mongo_commands(base::Metrics& metrics);

}  // namespace assay::app
