#include "llm/calls/call_plan.hpp"

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
    case FailureKind::refused:
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

bool CallPlan::begin_call() {
  if (!may_call()) return false;
  ++calls_;
  return true;
}

CallPlan::Step CallPlan::leave() {
  Step step;
  if (fallbacks_left() > 0 && may_call()) {
    ++model_;
    back_offs_ = 0;
    step.what = Step::What::next_model;
  } else if (later_may_help_) {
    step.what = Step::What::hand_back;
    step.retry_after = soonest_;
  }
  return step;
}

CallPlan::Step CallPlan::skip(base::Micros pause) {
  later_may_help_ = true;
  soonest_ = std::min(soonest_.value_or(pause), pause);
  return leave();
}

CallPlan::Step CallPlan::after(const ChatFailure& failure, double chance) {
  if (failure.kind == FailureKind::cancelled) return {};
  if (!is_retryable(failure)) return leave();
  later_may_help_ = true;
  const auto asked =
      failure.retry_after ? std::optional(std::min(*failure.retry_after, kMostAskedFor)) : std::nullopt;
  // A long wait that was asked for costs the job no attempt. Used up calls do, whatever was asked for: a
  // server that always says "in a millisecond" must not keep a job for ever.
  if (asked && *asked > limits_.longest_wait) {
    soonest_ = std::min(soonest_.value_or(*asked), *asked);
    return leave();
  }
  if (calls_left() <= fallbacks_left() || !may_call()) {
    const bool used_up = !may_call();
    auto step = leave();
    if (used_up) step.retry_after.reset();
    return step;
  }
  Step step;
  const auto full = std::min(limits_.first_back_off * (1 << std::min(back_offs_, 10)), kLastBackOff);
  ++back_offs_;
  step.what = Step::What::call_again;
  step.wait = asked ? *asked
                    : base::Micros{static_cast<std::int64_t>(static_cast<double>(full.count()) *
                                                             (1.0 - 0.25 * chance))};
  return step;
}

}  // namespace assay::llm
