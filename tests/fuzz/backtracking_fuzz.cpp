// Whatever stands in reviewed code as a regular expression is read or refused; an attack that is found is
// UTF-8 and has something to repeat. The input is a byte for the dialect, one for the flags, and the
// expression.

#include <cstdlib>
#include <string_view>

#include "analysis/backtracking/backtracking.hpp"
#include "base/utf8.hpp"

using namespace assay::analysis::backtracking;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  constexpr unsigned kDialects = 6;
  const auto dialect = static_cast<Dialect>(data[0] % kDialects);
  const Flags flags{(data[1] & 1U) != 0, (data[1] & 2U) != 0, (data[1] & 4U) != 0};
  const bool whole = (data[1] & 8U) != 0;
  const std::string_view text{reinterpret_cast<const char*>(data) + 2, size - 2};
  for (const auto growth : {Growth::exponential, Growth::polynomial}) {
    const auto attack = find_attack(text, dialect, flags, whole, growth);
    if (!attack) continue;
    if (attack->pump.empty()) std::abort();
    for (const auto* part : {&attack->prefix, &attack->pump, &attack->suffix}) {
      if (!assay::base::is_valid_utf8(*part)) std::abort();
    }
  }
  return 0;
}
