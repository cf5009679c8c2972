// What is read as a moment is written so that it reads as the same moment.

#include <cstdlib>

#include "base/timestamp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto parsed = assay::base::parse_timestamp({reinterpret_cast<const char*>(data), size});
  if (!parsed) return 0;
  const auto year = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(parsed->time)}.year();
  if (year < std::chrono::year{0} || year > std::chrono::year{9999})
    return 0;  // pushed over the edge by its zone
  const auto again = assay::base::parse_timestamp(assay::base::format_timestamp(parsed->time));
  if (!again || again->time != parsed->time) std::abort();
  return 0;
}
