#pragma once
#include <cstdint>

#include "base/clock.hpp"
#include "base/task_group.hpp"
#include "core/ports/retention.hpp"
#include "review/hot_reviews.hpp"

namespace assay::review {

struct SweeperConfig {
  base::Micros keep_submissions{0};  ///< 0: for ever
  base::Micros keep_code{0};         ///< 0: for ever
  base::Micros interval = std::chrono::minutes{10};
  base::Micros pause{20'000};  ///< between two pieces, so that submissions get their turn
  int piece = 32;
};

struct SweepTotals {
  std::int64_t erased = 0;
  std::int64_t without_code = 0;
};

/// Deletes in the background what has been kept long enough, in small pieces. Everything happens on the
/// io_context of `executor`.
class Sweeper {
 public:
  /// The references outlive it.
  Sweeper(core::Retention& retention, HotReviews& hot, const base::Clock& clock, base::Executor executor,
          SweeperConfig config);

  /// Sweeps at once and then at each interval, until `stop`; returns at once where everything is kept.
  base::Task<void> run();
  /// Thread-safe. Ends after the piece at hand.
  void stop();

  /// One sweep, to its end. An error leaves the rest to the next one.
  base::Task<base::Result<SweepTotals>> sweep();

 private:
  core::Retention& retention_;
  HotReviews& hot_;
  const base::Clock& clock_;
  base::Executor executor_;
  SweeperConfig config_;
  base::Wakeup wake_;
  bool stopping_ = false;
};

}  // namespace assay::review
