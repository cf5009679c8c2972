#pragma once
#include <memory>
#include <string>

#include "broker/redis/client.hpp"
#include "broker/redis/link/link.hpp"

namespace assay::broker::redis {

/// A client of one server at a time: `connect` finds it, each time that a connection is to be made. `name` is
/// what messages call it.
std::unique_ptr<Client> make_server_client(base::Executor executor, const std::string& name,
                                           Connector connect, base::Micros timeout);

}  // namespace assay::broker::redis
