#pragma once
#include <algorithm>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace assay::broker::redis {

/// How long to wait before the next attempt to connect: from 50 ms to 1 s, doubled each time, and of that at
/// random between half and all, so that many clients do not come back in one moment.
class Backoff {
 public:
  static constexpr base::Micros kShortest = std::chrono::milliseconds{50};
  static constexpr base::Micros kLongest = std::chrono::milliseconds{1'000};

  base::Micros next(base::Random& random) {
    const auto half = step_ / 2;
    step_ = std::min(step_ * 2, kLongest);
    return half + base::Micros{static_cast<std::int64_t>(random.next() %
                                                         static_cast<std::uint64_t>(half.count() + 1))};
  }
  void reset() { step_ = kShortest; }

 private:
  base::Micros step_ = kShortest;
};

}  // namespace assay::broker::redis
