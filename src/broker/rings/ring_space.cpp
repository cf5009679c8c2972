#include "broker/rings/ring_space.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

namespace assay::broker {

void RingSpace::wake(const RingPtr& ring) {
  for (auto& point : ring->points()) {
    if (!point.waiting || point.posted) continue;
    point.posted = true;
    boost::asio::post(point.loop->context(), [self = shared_from_this(), ring, serial = point.serial] {
      self->resume_waiters(ring, serial);
    });
  }
}

void RingSpace::resume_waiters(const RingPtr& ring, std::uint64_t loop_serial) {
  RingWaiters ready;
  LoopWaiters* loop = nullptr;
  {
    const std::lock_guard lock{mutex};
    const auto point = std::ranges::find(ring->points(), loop_serial, &EventRing::Point::serial);
    if (point == ring->points().end()) return;
    point->waiting = false;
    point->posted = false;
    ready.swap(*point->waiters);
    loop = point->loop;
  }
  while (!ready.empty()) ready.front().resume();
  loop->rest_if_idle();
}

}  // namespace assay::broker
