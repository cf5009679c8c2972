#pragma once
#include <algorithm>
#include <cstdint>

namespace assay::llm {

/// How many tokens a model makes of what is estimated as one (tokens.hpp), learnt from the usage that its
/// provider reports. Pure; not thread-safe.
class TokenScale {
 public:
  void learn(std::int64_t estimated, std::int64_t reported) {
    if (estimated <= 0 || reported <= 0) return;
    const double seen =
        std::clamp(static_cast<double>(reported) / static_cast<double>(estimated), kLeast, kMost);
    // The newest answers count most; the first one at once.
    scale_ = known_ ? scale_ + (seen - scale_) * kShare : seen;
    known_ = true;
  }
  std::int64_t apply(std::int64_t estimated) const {
    return static_cast<std::int64_t>(static_cast<double>(estimated) * scale_ + 0.5);
  }
  double value() const { return scale_; }

 private:
  // A server that reports nonsense must not switch a cap off.
  static constexpr double kLeast = 0.5;
  static constexpr double kMost = 3;
  static constexpr double kShare = 0.2;
  double scale_ = 1;
  bool known_ = false;
};

}  // namespace assay::llm
