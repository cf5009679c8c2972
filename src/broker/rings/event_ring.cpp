#include "broker/rings/event_ring.hpp"

#include <utility>

namespace assay::broker {
namespace {
constexpr std::size_t kFrameOverhead = 64;  // counted with each frame: control block, string, allocator
}

void EventRing::restart(std::uint64_t epoch, std::uint64_t first) {
  frames_.clear();
  head_ = 0;
  bytes_ = 0;
  epoch_ = epoch;
  first_ = first;
  ended_ = false;
}

void EventRing::push(core::EventFrame frame) {
  bytes_ += frame->size() + kFrameOverhead;
  frames_.push_back(std::move(frame));
  while (frames_.size() - head_ > limits_.frames || (bytes_ > limits_.bytes && frames_.size() - head_ > 1)) {
    bytes_ -= frames_[head_]->size() + kFrameOverhead;
    frames_[head_].reset();
    ++head_;
    ++first_;
  }
  // Moving what is left down only when it is at most half keeps a push at constant cost on average.
  if (head_ > 16 && head_ * 2 > frames_.size()) {
    frames_.erase(frames_.begin(), frames_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
}

EventRing::Point& EventRing::point_of(LoopWaiters& loop) {
  for (auto& point : points_) {
    if (point.serial == loop.serial()) return point;
  }
  points_.push_back(Point{&loop, loop.serial()});
  return points_.back();
}

}  // namespace assay::broker
