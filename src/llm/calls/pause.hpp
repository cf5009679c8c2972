#pragma once
#include <stop_token>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace assay::llm {

/// Suspends for `time`, or until `stop` is set (by any thread).
base::Task<void> pause(base::Micros time, std::stop_token stop);

}  // namespace assay::llm
