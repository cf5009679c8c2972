#pragma once
#include <memory>

#include "broker/redis/link/handshake.hpp"
#include "broker/redis/link/link.hpp"
#include "broker/redis/redis_url.hpp"

namespace assay::broker::redis {

/// Connects to the server that the Sentinels of `url` name as the master, and that says so itself. Asks the
/// Sentinels in turn, each for a short time, and begins the next time with the one that answered.
Connector through_sentinels(const RedisUrl& url, std::shared_ptr<Tls> tls, Login login);

}  // namespace assay::broker::redis
