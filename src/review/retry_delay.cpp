#include "review/retry_delay.hpp"

#include <algorithm>

namespace assay::review {

base::Micros retry_delay(int attempt, base::Random& random) {
  constexpr base::Micros kFirst{1'000'000};
  constexpr base::Micros kLongest{60'000'000};
  constexpr int kDoublings = 6;  // 2^6 s is past the cap
  const base::Micros bound =
      std::min(kLongest, base::Micros{kFirst * (1L << std::clamp(attempt - 1, 0, kDoublings))});
  return base::Micros{
      static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(bound.count() + 1))};
}

}  // namespace assay::review
