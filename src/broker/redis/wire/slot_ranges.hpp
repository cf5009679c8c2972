#pragma once
#include <vector>

#include "base/result.hpp"
#include "broker/redis/redis_url.hpp"
#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// Slots that one master has, both ends included.
struct SlotRange {
  unsigned first = 0;
  unsigned last = 0;
  RedisUrl::Address master{};
};

/// Reads the reply of CLUSTER SLOTS. `asked` is the node that gave it: where it names no host, it means
/// itself.
base::Result<std::vector<SlotRange>> read_slot_ranges(const Reply& reply, const RedisUrl::Address& asked);

}  // namespace assay::broker::redis
