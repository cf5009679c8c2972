#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fakes/fault.hpp"
#include "fakes/wire_format.hpp"

namespace assay::fakes {

/// How `latency_jitter` is spread: evenly up to it; or exponentially with it as the mean, as answers of busy
/// servers are, cut at twenty times the mean.
enum class LatencyShape { uniform, exponential };

struct FakeOptions {
  std::uint64_t seed = 1;
  std::chrono::milliseconds latency{0};         ///< before the first byte of a generation
  std::chrono::milliseconds latency_jitter{0};  ///< more, by seed and request number: see `latency_shape`
  LatencyShape latency_shape = LatencyShape::uniform;
  std::chrono::milliseconds chunk_delay{0};  ///< between the chunks of a stream
  std::size_t chunk_bytes = 24;              ///< content bytes in a chunk
  std::size_t max_issues = 25;
  std::string expected_key;  ///< empty: any key will do
  SchemaSupport schema = SchemaSupport::strict;
  std::string fixed_content;  ///< set: what the model says, whatever it is asked
  std::vector<Fault> always;  ///< each is tried in order where no script says otherwise; rate=0..100 percent
  std::size_t max_logged = 10'000;  ///< older requests leave the log
  bool tls = false;                 ///< https, with a certificate made at start
  bool keep_bodies = false;         ///< the log holds what was sent, for tests of what leaves the machine
};

}  // namespace assay::fakes
