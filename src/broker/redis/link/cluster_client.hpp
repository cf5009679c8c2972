#pragma once
#include <memory>

#include "broker/redis/client.hpp"
#include "broker/redis/link/cluster_nodes.hpp"

namespace assay::broker::redis {

/// A client of a cluster: each command goes to the node that has the slot of its first key.
std::unique_ptr<Client> make_cluster_client(ClusterSettings settings);

}  // namespace assay::broker::redis
