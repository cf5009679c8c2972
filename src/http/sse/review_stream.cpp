#include "http/sse/review_stream.hpp"

#include <algorithm>

#include "http/review_body.hpp"
#include "http/sse/frames.hpp"

namespace assay::http {
namespace {

constexpr std::size_t kFramesAtOnce = 64;
constexpr std::chrono::milliseconds kLongestWait{15'000};  // a client that went away is noticed by then

}  // namespace

ReviewStream::ReviewStream(review::Reader& reader, review::SharedRecord record,
                           std::unique_ptr<core::EventSubscription> subscription,
                           std::chrono::milliseconds ping)
    : reader_(reader),
      scope_(record->submission.scope),
      id_(record->submission.id),
      subscription_(std::move(subscription)),
      last_sent_(std::chrono::steady_clock::now()),
      heard_(last_sent_),
      ping_(ping),
      status_(record->submission.status) {}

/// The ring is read from its beginning, so that findings of before are seen; the statuses in it that came
/// before the one that was sent first are old news.
bool ReviewStream::is_news(core::Status status) {
  if (status == status_) {
    caught_up_ = true;
    return false;
  }
  if (!caught_up_ && status < status_) return false;
  caught_up_ = true;
  status_ = status;
  return true;
}

EventStream::State ReviewStream::poll(std::vector<core::EventFrame>& frames) {
  const auto now = std::chrono::steady_clock::now();
  const auto before = frames.size();
  if (!begun_) {
    begun_ = true;
    frames.push_back(std::make_shared<const std::string>(std::string{kRetryHint} +
                                                         event_frame("status", to_string(status_))));
    if (is_terminal(status_)) return State::ending;
  }
  auto batch = subscription_->read(kFramesAtOnce);
  if (batch.gap) frames.push_back(gap_event());
  for (auto& frame : batch.frames) {
    const auto status = status_in_frame(*frame);
    if (!status || is_news(*status)) frames.push_back(std::move(frame));
  }
  if (!batch.frames.empty()) heard_ = now;
  if (batch.ended || over_) return State::ending;
  if (frames.size() == before && ping_.count() > 0 && now - last_sent_ >= ping_)
    frames.push_back(ping_comment());
  if (frames.size() > before) last_sent_ = now;
  return batch.frames.size() == kFramesAtOnce ? State::more : State::idle;
}

base::Task<void> ReviewStream::wait() {
  auto time = kLongestWait;
  if (ping_.count() > 0) {
    const auto since =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - last_sent_);
    time = std::clamp(ping_ - since, std::chrono::milliseconds{1}, kLongestWait);
  }
  co_await subscription_->wait(time);
  // Whoever worked on it may have died between storing the result and telling: then nobody ever tells.
  const auto now = std::chrono::steady_clock::now();
  if (ping_.count() == 0 || now - heard_ < ping_) co_return;
  heard_ = now;
  const auto found = co_await reader_.find(scope_, id_);
  over_ = found ? is_terminal((*found)->submission.status) : found.error().code == base::Errc::not_found;
}

base::Task<std::string> ReviewStream::last_words() {
  const auto found = co_await reader_.find(scope_, id_);
  std::string out;
  if (!found) {
    // Deleted meanwhile, or the store is down: the status is what is known.
    out = event_frame("done", std::string{"{\"status\":\""}.append(to_string(status_)).append("\"}"));
    co_return out;
  }
  const auto status = (*found)->submission.status;
  if (status != status_) out = event_frame("status", to_string(status));
  out.append(event_frame("done", done_data(**found)));
  co_return out;
}

}  // namespace assay::http
