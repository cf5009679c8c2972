#include "llm/calls/dollars.hpp"

#include <cinttypes>
#include <cstdio>

namespace assay::llm {

std::string dollars(std::int64_t micro_usd) {
  constexpr std::int64_t kMillion = 1'000'000;
  constexpr std::size_t kLessThanCents = 4;  // digits behind the cents
  const bool negative = micro_usd < 0;
  const auto whole = micro_usd / kMillion * (negative ? -1 : 1);
  const auto part = micro_usd % kMillion * (negative ? -1 : 1);
  char text[32];
  std::snprintf(text, sizeof text, "%s$%" PRId64 ".%06" PRId64, negative ? "-" : "", whole, part);
  std::string out = text;
  for (std::size_t i = 0; i < kLessThanCents && out.ends_with('0'); ++i) out.pop_back();
  return out;
}

}  // namespace assay::llm
