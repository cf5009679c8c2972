#include "analysis/memory/range.hpp"

#include <algorithm>
#include <iterator>

namespace assay::analysis::memory {
namespace {

/// Of the result of arithmetic: what its parts say of where it comes from.
Range made_of(const Range& a, const Range& b) {
  Range out;
  out.outside = a.outside || b.outside;
  out.low_tested = (a.low_tested || a.low > -Range::kOpen) && (b.low_tested || b.low > -Range::kOpen);
  out.high_tested = (a.high_tested || a.high < Range::kOpen) && (b.high_tested || b.high < Range::kOpen);
  out.line = a.outside ? a.line : b.line;
  return out;
}

double times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

}  // namespace

Range Range::exactly(double value) {
  Range out;
  out.low = out.high = value;
  out.nonzero = value != 0;
  return out;
}

Range Range::from_outside(int line) {
  Range out;
  out.outside = true;
  out.line = line;
  return out;
}

void Range::test_all() { low_tested = high_tested = nonzero = true; }

Range join(const Range& a, const Range& b) {
  if (a == b) return a;
  Range out;
  out.low = std::min(a.low, b.low);
  out.high = std::max(a.high, b.high);
  out.outside = a.outside || b.outside;
  // A way on which it comes from outside untested is enough.
  out.low_tested = (a.low_tested || !a.may_be_negative()) && (b.low_tested || !b.may_be_negative());
  out.high_tested = (a.high_tested || a.high < Range::kOpen) && (b.high_tested || b.high < Range::kOpen);
  out.nonzero = a.nonzero && b.nonzero;
  out.line = a.outside ? a.line : b.line;
  return out;
}

Range add(const Range& a, const Range& b) {
  Range out = made_of(a, b);
  out.low = a.low + b.low;
  out.high = a.high + b.high;
  return out;
}

Range subtract(const Range& a, const Range& b) {
  Range negated = b;
  negated.low = -b.high;
  negated.high = -b.low;
  std::swap(negated.low_tested, negated.high_tested);
  return add(a, negated);
}

Range multiply(const Range& a, const Range& b) {
  Range out = made_of(a, b);
  const double corners[] = {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low),
                            times(a.high, b.high)};
  out.low = *std::min_element(std::begin(corners), std::end(corners));
  out.high = *std::max_element(std::begin(corners), std::end(corners));
  out.nonzero = a.nonzero && b.nonzero;
  return out;
}

}  // namespace assay::analysis::memory
