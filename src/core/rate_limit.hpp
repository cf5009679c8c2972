#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace assay::core {

enum class RateKind : std::uint8_t {
  window,  ///< exact: never more than `quota` admissions in any window of `period`, never a refusal below it
  rate,    ///< smoothed (GCRA): at most burst + window / (period / quota) in any window
};

struct RatePolicy {
  std::string name;  ///< of the policy, for the RateLimit headers
  RateKind kind = RateKind::window;
  std::int64_t quota = 10;  ///< admissions per period, >= 1; window: <= kMaxWindowQuota
  base::Micros period{3'600'000'000};
  std::int64_t burst = 1;  ///< rate only: how many at once after a pause, >= 1
};

inline constexpr std::int64_t kMaxWindowQuota = 10'000;

/// State of one policy for one caller. Default: nothing admitted yet.
struct WindowState {
  std::vector<base::Micros> ring;  ///< times of the last `quota` admissions; a ring once it is full
  std::size_t oldest = 0;
};
struct GcraState {
  base::Micros theoretical_arrival{0};
};

/// Standing of one policy after a decision.
struct RateStanding {
  std::string name;
  std::int64_t quota = 0;
  base::Micros period{0};
  std::int64_t remaining = 0;  ///< admissions possible right now
  base::Micros reset{0};       ///< until one more than `remaining` is possible; 0 where all of the quota is
};

struct RateDecision {
  bool admitted = true;
  base::Micros retry_after{0};  ///< when refused: the first moment at which the same request can be admitted
  std::vector<RateStanding> standings;
};

/// Time from `now` until an admission is possible; zero: now. `now` is any clock that never goes back; a
/// smaller `now` than stored (a jump) is taken as the stored one, so a jump never admits too many.
base::Micros window_wait(const WindowState& state, const RatePolicy& policy, base::Micros now);
void window_admit(WindowState& state, const RatePolicy& policy, base::Micros now);
/// Takes the newest admission back, as if it had never been.
void window_give_back(WindowState& state);
RateStanding window_standing(const WindowState& state, const RatePolicy& policy, base::Micros now);

/// GCRA (ITU-T I.371, virtual scheduling): emission interval = period / quota, tolerance = interval x (burst
/// - 1).
base::Micros gcra_wait(const GcraState& state, const RatePolicy& policy, base::Micros now);
void gcra_admit(GcraState& state, const RatePolicy& policy, base::Micros now);
void gcra_give_back(GcraState& state, const RatePolicy& policy);
RateStanding gcra_standing(const GcraState& state, const RatePolicy& policy, base::Micros now);

}  // namespace assay::core
