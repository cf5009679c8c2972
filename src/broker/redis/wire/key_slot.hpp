#pragma once
#include <string_view>

namespace assay::broker::redis {

inline constexpr unsigned kSlots = 16'384;

/// The slot of a cluster that `key` belongs to: CRC16 (XMODEM) of what stands between the first { and the
/// next
/// }, where that is something, or else of the whole key.
/// https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model
unsigned key_slot(std::string_view key);

}  // namespace assay::broker::redis
