#pragma once
#include <memory>

#include "broker/redis/redis_url.hpp"

namespace assay::broker::redis {

/// What TLS connections share: trusted authorities, our certificate. Made once.
struct Tls;

/// Nothing where the URL asks for no TLS. `invalid_argument` where a file it names is of no use.
base::Result<std::shared_ptr<Tls>> make_tls(const RedisUrl& url);

}  // namespace assay::broker::redis
