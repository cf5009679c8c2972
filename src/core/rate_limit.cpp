#include "core/rate_limit.hpp"

#include <algorithm>

namespace assay::core {
namespace {

using base::Micros;

bool is_full(const WindowState& state, const RatePolicy& policy) {
  return state.ring.size() >= static_cast<std::size_t>(policy.quota);
}

/// The i-th oldest admission.
Micros at(const WindowState& state, std::size_t i) {
  return state.ring[(state.oldest + i) % state.ring.size()];
}

Micros newest(const WindowState& state) { return at(state, state.ring.size() - 1); }

/// A clock that went back would make stored admissions look young for too long only; never older than they
/// are.
Micros not_before_stored(const WindowState& state, Micros now) {
  return state.ring.empty() ? now : std::max(now, newest(state));
}

/// Rounded up, so that the long-term rate is never above quota / period.
Micros emission_interval(const RatePolicy& policy) {
  return Micros{(policy.period.count() + policy.quota - 1) / policy.quota};
}

Micros tolerance(const RatePolicy& policy) { return emission_interval(policy) * (policy.burst - 1); }

}  // namespace

Micros window_wait(const WindowState& state, const RatePolicy& policy, Micros now) {
  if (!is_full(state, policy)) return Micros{0};
  const Micros free_at = at(state, 0) + policy.period;
  return std::max(Micros{0}, free_at - not_before_stored(state, now));
}

void window_admit(WindowState& state, const RatePolicy& policy, Micros now) {
  const Micros time = not_before_stored(state, now);
  if (!is_full(state, policy)) {
    state.ring.push_back(time);
    return;
  }
  state.ring[state.oldest] = time;
  state.oldest = (state.oldest + 1) % state.ring.size();
}

void window_give_back(WindowState& state) {
  if (state.ring.empty()) return;
  std::ranges::rotate(state.ring, state.ring.begin() + static_cast<std::ptrdiff_t>(state.oldest));
  state.oldest = 0;
  state.ring.pop_back();
}

RateStanding window_standing(const WindowState& state, const RatePolicy& policy, Micros now) {
  RateStanding standing{policy.name, policy.quota, policy.period, policy.quota, Micros{0}};
  const Micros time = not_before_stored(state, now);
  // Admissions are in order of time: those still inside the period are the last ones.
  std::size_t low = 0;
  std::size_t high = state.ring.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (at(state, middle) + policy.period <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  standing.remaining = policy.quota - static_cast<std::int64_t>(state.ring.size() - low);
  if (low < state.ring.size()) standing.reset = at(state, low) + policy.period - time;
  return standing;
}

Micros gcra_wait(const GcraState& state, const RatePolicy& policy, Micros now) {
  return std::max(Micros{0}, state.theoretical_arrival - tolerance(policy) - now);
}

void gcra_admit(GcraState& state, const RatePolicy& policy, Micros now) {
  state.theoretical_arrival = std::max(state.theoretical_arrival, now) + emission_interval(policy);
}

void gcra_give_back(GcraState& state, const RatePolicy& policy) {
  state.theoretical_arrival -= emission_interval(policy);
}

RateStanding gcra_standing(const GcraState& state, const RatePolicy& policy, Micros now) {
  const Micros interval = emission_interval(policy);
  const Micros ahead = std::max(Micros{0}, state.theoretical_arrival - now);
  RateStanding standing{policy.name, policy.quota, policy.period, 0, Micros{0}};
  const Micros room = tolerance(policy) + interval - ahead;
  standing.remaining = std::clamp<std::int64_t>(room < Micros{0} ? 0 : room / interval, 0, policy.burst);
  if (standing.remaining < policy.burst) standing.reset = interval * (standing.remaining + 1) - room;
  return standing;
}

}  // namespace assay::core
