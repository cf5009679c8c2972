#pragma once
#include <cstdint>

namespace assay::store {

/// Numbers of rollup_times.kind.
enum class TimeKind : std::uint8_t { wait, run };

}  // namespace assay::store
