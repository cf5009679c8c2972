#pragma once
#include <cstddef>
#include <optional>

#include "base/clock.hpp"
#include "llm/chat.hpp"

namespace assay::llm {

struct CallLimits {
  int max_calls = 3;                                     ///< for one part within one attempt of a job
  base::Micros longest_wait = std::chrono::seconds{20};  ///< a longer one gives the job back to the queue
  base::Micros first_back_off = std::chrono::milliseconds{500};
};

/// Says which model to call for a part, and after each failed call what to do: call again, go on to the next
/// fallback, give the job back, or give up. Models are numbered in order of preference; a model that was left
/// is not called again. Each fallback has one of the calls kept for it, as far as they go. Pure: time and
/// chance are handed in.
class CallPlan {
 public:
  struct Step {
    enum class What {
      call_again,  ///< the same model, after `wait`
      next_model,  ///< at once
      hand_back,  ///< a later attempt may succeed; with `retry_after` it was told to wait that long, else its
                  ///< calls are used up
      give_up,    ///< no attempt will
    };
    What what = What::give_up;
    base::Micros wait{0};
    std::optional<base::Micros> retry_after;
  };

  CallPlan(CallLimits limits, std::size_t models) : limits_(limits), models_(models) {}

  /// The model to call.
  std::size_t model() const { return model_; }
  /// Counts a call; false where no more are permitted.
  bool begin_call();
  /// `chance` in [0, 1) takes up to a quarter from the back-off min(first * 2^n, 8 s); what the server asks
  /// for (up to an hour) goes before it and is kept in full.
  Step after(const ChatFailure& failure, double chance);
  /// The breaker of this model is open for `pause`, so it is not called.
  Step skip(base::Micros pause);
  int calls() const { return calls_; }
  bool may_call() const { return calls_ < limits_.max_calls; }

 private:
  int calls_left() const { return limits_.max_calls - calls_; }
  int fallbacks_left() const { return static_cast<int>(models_ - model_) - 1; }
  /// To the next model, or back to the queue if any model may do it later, or the end.
  Step leave();

  CallLimits limits_;
  std::size_t models_;
  std::size_t model_ = 0;
  int calls_ = 0;
  int back_offs_ = 0;
  bool later_may_help_ = false;
  std::optional<base::Micros> soonest_;  // of what servers asked for
};

/// Whether a later call to the same model may succeed without a change by anyone. The server's own word goes
/// first.
bool is_retryable(const ChatFailure& failure);

}  // namespace assay::llm
