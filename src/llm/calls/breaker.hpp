#pragma once
#include <deque>
#include <optional>

#include "base/clock.hpp"

namespace assay::llm {

struct BreakerLimits {
  std::size_t least_calls = 5;  ///< fewer say nothing
  double most_failed = 0.5;     ///< a larger share of failed calls opens it
  base::Micros window = std::chrono::minutes{1};
  base::Micros pause = std::chrono::seconds{15};  ///< from opening to the first probe
};

/// Keeps calls from a server that fails most of them. Closed: all calls go. Open, when more than the
/// permitted share of at least `least_calls` calls in the window failed: none goes for `pause`. Half-open:
/// one probe goes; if it is good the breaker closes, else it opens again. Pure: steady time is handed in. Not
/// thread-safe.
class Breaker {
 public:
  enum class Result { good, bad, unknown };

  explicit Breaker(BreakerLimits limits = {}) : limits_(limits) {}

  /// Nothing: the call may go, and `record` must follow. Else how long to wait.
  std::optional<base::Micros> admit(base::Micros now);
  /// How an admitted call ended; `unknown` where it was cancelled.
  void record(Result result, base::Micros now);

 private:
  struct Call {
    base::Micros at;
    bool bad;
  };
  void open(base::Micros now);

  BreakerLimits limits_;
  std::deque<Call> calls_;
  std::optional<base::Micros> open_until_;
  bool probing_ = false;
};

}  // namespace assay::llm
