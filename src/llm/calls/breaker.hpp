#pragma once
#include <atomic>
#include <cstdint>
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
/// thread-safe, `state` and `openings` excepted.
class Breaker {
 public:
  enum class Result { good, bad, unknown };
  /// In the order in which it goes from bad to good; open lasts until the probe is asked for.
  enum class State : std::uint8_t { closed, half_open, open };

  explicit Breaker(BreakerLimits limits = {}) : limits_(limits) {}

  /// Nothing: the call may go, and `record` must follow. Else how long to wait.
  std::optional<base::Micros> admit(base::Micros now);
  /// How an admitted call ended; `unknown` where it was cancelled.
  void record(Result result, base::Micros now);

  State state() const { return state_.load(std::memory_order_relaxed); }
  /// How often it opened.
  std::int64_t openings() const { return openings_.load(std::memory_order_relaxed); }

 private:
  struct Call {
    base::Micros at;
    bool bad;
  };
  void open(base::Micros now);
  void close();

  BreakerLimits limits_;
  std::deque<Call> calls_;  // of the window
  std::size_t bad_ = 0;     // among them
  std::optional<base::Micros> open_until_;
  bool probing_ = false;
  std::atomic<State> state_{State::closed};
  std::atomic<std::int64_t> openings_{0};
};

}  // namespace assay::llm
