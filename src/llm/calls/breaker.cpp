#include "llm/calls/breaker.hpp"

namespace assay::llm {

std::optional<base::Micros> Breaker::admit(base::Micros now) {
  if (!open_until_) return std::nullopt;
  if (now < *open_until_) return *open_until_ - now;
  if (probing_) return limits_.pause;
  probing_ = true;
  state_ = State::half_open;
  return std::nullopt;
}

void Breaker::record(Result result, base::Micros now) {
  if (open_until_) {
    // Calls admitted before it opened say nothing new; the probe decides.
    if (!probing_) return;
    probing_ = false;
    if (result == Result::bad) open(now);
    if (result == Result::good) close();
    return;
  }
  if (result == Result::unknown) return;
  while (!calls_.empty() && calls_.front().at + limits_.window <= now) {
    if (calls_.front().bad) --bad_;
    calls_.pop_front();
  }
  calls_.push_back({now, result == Result::bad});
  if (result == Result::bad) ++bad_;
  const auto share = static_cast<double>(bad_) / static_cast<double>(calls_.size());
  if (calls_.size() >= limits_.least_calls && share > limits_.most_failed) open(now);
}

void Breaker::close() {
  open_until_.reset();
  state_ = State::closed;
}

void Breaker::open(base::Micros now) {
  open_until_ = now + limits_.pause;
  calls_.clear();
  bad_ = 0;
  state_ = State::open;
  ++openings_;
}

}  // namespace assay::llm
