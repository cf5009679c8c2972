#pragma once
#include <algorithm>
#include <optional>

#include "base/clock.hpp"

namespace assay::base {

/// When something that is tried again and again, and fails, is worth a line in the log: at its first failure,
/// then after ten seconds and at growing intervals up to ten minutes, and once when it is over. Times are of
/// one steady clock.
class Outage {
 public:
  /// True where this failure is to be told.
  bool failed(Micros now) {
    if (!since_) {
      since_ = now;
      interval_ = kFirst;
    } else if (now - told_ < interval_) {
      return false;
    } else {
      interval_ = std::min(2 * interval_, kLongest);
    }
    told_ = now;
    return true;
  }
  /// It worked. How long it had not, where that was told before.
  std::optional<Micros> over(Micros now) {
    if (!since_) return std::nullopt;
    const Micros lasted = now - *since_;
    since_.reset();
    return lasted;
  }
  /// Since the first failure.
  Micros lasts(Micros now) const { return since_ ? now - *since_ : Micros{0}; }

 private:
  static constexpr Micros kFirst = std::chrono::seconds{10};
  static constexpr Micros kLongest = std::chrono::minutes{10};
  std::optional<Micros> since_;
  Micros told_{0};
  Micros interval_{0};
};

}  // namespace assay::base
