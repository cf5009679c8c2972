#pragma once
#include <atomic>
#include <cstdint>

#include "base/metrics.hpp"
#include "broker/redis/client.hpp"

namespace assay::broker::redis {

/// What all links of a client count into.
struct Counters {
  base::Counter calls{};
  base::Counter failed{};
  base::Counter refused{};
  base::Counter connected{};
  base::Counter lost{};
  std::atomic<std::uint64_t> in_flight{0};
};

inline Counts counted(const Counters& counters) {
  return Counts{counters.calls.value(),     counters.failed.value(), counters.refused.value(),
                counters.connected.value(), counters.lost.value(),   counters.in_flight.load()};
}

}  // namespace assay::broker::redis
