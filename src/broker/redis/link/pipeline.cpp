#include "broker/redis/link/pipeline.hpp"

#include <utility>

namespace assay::broker::redis {

void Pipeline::add(CallPtr call) {
  connection_->outgoing() += call->bytes;
  std::string().swap(call->bytes);
  const int replies = call->replies;
  waiting_.push_back(Waiting{std::move(call), replies, std::chrono::steady_clock::now()});
}

void Pipeline::take(Reply reply) {
  if (waiting_.empty()) {
    base::Error unasked{base::Errc::unavailable, "Redis sent a reply that nobody asked for", {}};
    return connection_->close(std::move(unasked));
  }
  if (--waiting_.front().replies > 0) return;
  const auto call = std::move(waiting_.front().call);
  waiting_.pop_front();
  if (call) call->done(std::move(reply));
}

void Pipeline::expire(Time now) {
  bool dead = false;
  // Calls that are made by those that end here come behind the end.
  for (std::size_t i = 0, count = waiting_.size(); i < count; ++i) {
    auto& waiting = waiting_[i];
    if (!waiting.call || waiting.call->deadline > now) continue;
    dead = dead || connection_->last_received() <= waiting.sent;
    const auto call = std::move(waiting.call);
    call->done(base::fail(base::Errc::unavailable, "Redis did not answer in time"));
  }
  if (dead) {
    base::Error silent{base::Errc::unavailable, "Redis has stopped answering", {}};
    connection_->close(std::move(silent));
  }
}

void Pipeline::fail_all(const base::Error& why) {
  auto all = std::exchange(waiting_, {});
  for (auto& waiting : all) {
    if (waiting.call) waiting.call->done(base::fail(why));
  }
}

}  // namespace assay::broker::redis
