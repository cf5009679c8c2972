#pragma once
#include <cstdint>
#include <string>

namespace assay::llm {

/// Money as a person reads it, in full: at least the cents, and of their parts what is not 0 ("$20.00",
/// "$0.000042"), so that two sums that differ never look alike.
std::string dollars(std::int64_t micro_usd);

}  // namespace assay::llm
