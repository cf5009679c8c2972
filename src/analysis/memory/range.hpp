#pragma once
#include <limits>
#include <optional>

namespace assay::analysis::memory {

/// What is known of a number: between which bounds it lies, and whether somebody outside chooses it.
struct Range {
  static constexpr double kOpen = std::numeric_limits<double>::infinity();

  double low = -kOpen;
  double high = kOpen;
  bool outside = false;      ///< read, typed or sent: any value that no test excludes
  bool low_tested = false;   ///< compared with a bound that is not known
  bool high_tested = false;  ///< the same at the other end
  bool nonzero = false;
  int line = 0;  ///< where it came in from outside

  static Range exactly(double value);
  /// Any number that somebody outside chooses.
  static Range from_outside(int line);
  std::optional<double> value() const { return low == high ? std::optional<double>(low) : std::nullopt; }
  bool may_be_negative() const { return low < 0 && !low_tested; }
  bool has_no_upper_limit() const { return high == kOpen && !high_tested; }
  bool may_be_zero() const { return !nonzero && low <= 0 && high >= 0; }
  void test_all();
  bool operator==(const Range&) const = default;
};

/// What holds where two ways meet.
Range join(const Range& a, const Range& b);
Range add(const Range& a, const Range& b);
Range subtract(const Range& a, const Range& b);
Range multiply(const Range& a, const Range& b);

}  // namespace assay::analysis::memory
