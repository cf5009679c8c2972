#include "llm/retry.hpp"

#include <algorithm>

namespace assay::llm {
namespace {

constexpr base::Micros kLastBackOff = std::chrono::seconds{8};
constexpr base::Micros kMostAskedFor = std::chrono::hours{1};

}  // namespace

bool is_retryable(const ChatFailure& failure) {
  switch (failure.kind) {
    case FailureKind::quota:  // more calls can't help and may be billed
    case FailureKind::cancelled:
      return false;
    default:
      break;
  }
  if (failure.should_retry) return *failure.should_retry;
  switch (failure.kind) {
    case FailureKind::timeout:
    case FailureKind::network:
    case FailureKind::incomplete:
    case FailureKind::overloaded:
    case FailureKind::rate_limited:
      return true;
    default:
      return false;
  }
}

bool RetryState::begin_call() {
  if (calls_ >= limits_.max_calls) return false;
  ++calls_;
  return true;
}

RetryState::Step RetryState::after(const ChatFailure& failure, double chance) {
  Step step;
  if (!is_retryable(failure)) return step;
  const auto asked =
      failure.retry_after ? std::optional(std::min(*failure.retry_after, kMostAskedFor)) : std::nullopt;
  // A long wait that was asked for costs the job no attempt. Three failures in a row do, whatever was asked
  // for: a server that always says "in a millisecond" must not keep a job for ever.
  if (asked && *asked > limits_.longest_wait) {
    step.what = Step::What::hand_back;
    step.retry_after = asked;
    return step;
  }
  if (calls_ >= limits_.max_calls) {
    step.what = Step::What::hand_back;
    return step;
  }
  const auto full = std::min(limits_.first_back_off * (1 << std::min(back_offs_, 10)), kLastBackOff);
  ++back_offs_;
  step.what = Step::What::call_again;
  step.wait = asked ? *asked
                    : base::Micros{static_cast<std::int64_t>(static_cast<double>(full.count()) *
                                                             (1.0 - 0.25 * chance))};
  return step;
}

}  // namespace assay::llm
