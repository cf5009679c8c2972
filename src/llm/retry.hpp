#pragma once
#include <optional>

#include "base/clock.hpp"
#include "llm/chat.hpp"

namespace assay::llm {

struct RetryLimits {
  int max_calls = 3;                                     ///< for one part within one attempt of a job
  base::Micros longest_wait = std::chrono::seconds{20};  ///< a longer one gives the job back to the queue
  base::Micros first_back_off = std::chrono::milliseconds{500};
};

/// Says after each failed call for a part what to do. Pure: time and chance are handed in.
class RetryState {
 public:
  struct Step {
    enum class What {
      call_again,  ///< after `wait`
      hand_back,  ///< a later attempt may succeed; with `retry_after` it was told to wait that long, else its
                  ///< calls are used up
      give_up,    ///< no attempt will
    };
    What what = What::give_up;
    base::Micros wait{0};
    std::optional<base::Micros> retry_after;
  };

  explicit RetryState(RetryLimits limits) : limits_(limits) {}

  /// Counts a call; false where no more are permitted.
  bool begin_call();
  /// `chance` in [0, 1) takes up to a quarter from the back-off min(first * 2^n, 8 s); what the server asks
  /// for (up to an hour) goes before it and is kept in full.
  Step after(const ChatFailure& failure, double chance);
  int calls() const { return calls_; }

 private:
  RetryLimits limits_;
  int calls_ = 0;
  int back_offs_ = 0;
};

/// Whether a later call may succeed without a change by anyone. The server's own word goes first.
bool is_retryable(const ChatFailure& failure);

}  // namespace assay::llm
