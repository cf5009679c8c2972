#include "http/sse/scope_stream.hpp"

#include <algorithm>
#include <iterator>

#include "http/sse/frames.hpp"

namespace assay::http {
namespace {

using std::chrono::milliseconds;
constexpr std::size_t kFramesAtOnce = 64;
constexpr milliseconds kPing{15'000};
constexpr std::chrono::minutes kLife{60};

}  // namespace

ScopeStream::ScopeStream(std::unique_ptr<core::EventSubscription> subscription)
    : subscription_(std::move(subscription)),
      last_sent_(std::chrono::steady_clock::now()),
      ends_(last_sent_ + kLife) {}

EventStream::State ScopeStream::poll(std::vector<core::EventFrame>& frames) {
  const auto now = std::chrono::steady_clock::now();
  const auto before = frames.size();
  auto batch = subscription_->read(kFramesAtOnce);
  if (!begun_) {
    begun_ = true;
    frames.push_back(std::make_shared<const std::string>(
        std::string{kRetryHint} + event_frame("snapshot", batch.gap ? "{\"gap\":true}" : "{\"gap\":false}")));
  } else if (batch.gap) {
    frames.push_back(gap_event());
  }
  std::ranges::move(batch.frames, std::back_inserter(frames));
  if (frames.size() == before && now - last_sent_ >= kPing) frames.push_back(ping_event());
  if (frames.size() > before) last_sent_ = now;
  if (batch.frames.size() == kFramesAtOnce) return State::more;
  return now >= ends_ ? State::ending : State::idle;
}

base::Task<void> ScopeStream::wait() {
  const auto since = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - last_sent_);
  return subscription_->wait(std::clamp(kPing - since, milliseconds{1}, kPing));
}

base::Task<std::string> ScopeStream::last_words() { co_return std::string{}; }

}  // namespace assay::http
