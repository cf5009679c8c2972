#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "broker/rings/loop_waiters.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::broker {

struct RingLimits {
  std::size_t frames;
  std::size_t bytes;
};

/// The last events of one stream, encoded once for all readers, bounded in number and bytes. The mutex of its
/// space protects it, except for the lists of waiters, which belong to their loops' threads.
class EventRing {
 public:
  /// Readers of one loop. `waiting`: at least one of them sleeps, a wake-up is worth a post. `posted`: one is
  /// under way.
  struct Point {
    LoopWaiters* loop;
    std::uint64_t serial;
    bool waiting = false;
    bool posted = false;
    std::unique_ptr<RingWaiters> waiters = std::make_unique<RingWaiters>();
  };

  /// A stream that begins here and now.
  EventRing(RingLimits limits, std::uint64_t epoch) : limits_(limits), epoch_(epoch) {}
  /// A stream that is elsewhere; what there is of it comes later (`restart`). Until it is loaded readers
  /// wait.
  explicit EventRing(RingLimits limits) : limits_(limits), loaded_(false) {}

  std::uint64_t epoch() const { return epoch_; }  ///< 0: nothing is known of the stream yet
  bool loaded() const { return loaded_; }
  void set_loaded(bool loaded) { loaded_ = loaded; }
  /// Forgets its events; the next one has this place. Readers for whom that leaves something out see a gap.
  void restart(std::uint64_t epoch, std::uint64_t first);
  /// Something was missed that nobody knows of: all readers see a gap.
  void lose() { ++losses_; }
  std::uint64_t losses() const { return losses_; }

  std::uint64_t first() const { return first_; }
  std::uint64_t next() const { return first_ + (frames_.size() - head_); }
  std::size_t bytes() const { return bytes_; }
  const core::EventFrame& at(std::uint64_t seq) const { return frames_[head_ + (seq - first_)]; }
  /// `frame` was encoded with the sequence number `next()`. The oldest make room.
  void push(core::EventFrame frame);

  /// No more events will come.
  void end() { ended_ = true; }
  bool ended() const { return ended_; }

  /// The readers of that loop; made at their first wait.
  Point& point_of(LoopWaiters& loop);
  std::vector<Point>& points() { return points_; }

 private:
  RingLimits limits_;
  std::uint64_t epoch_ = 0;
  std::uint64_t losses_ = 0;
  std::uint64_t first_ = 1;
  std::vector<core::EventFrame> frames_;  // from head_ on; a deque would cost 600 bytes while it is empty
  std::size_t head_ = 0;
  std::size_t bytes_ = 0;
  std::vector<Point> points_;
  bool loaded_ = true;
  bool ended_ = false;
};

}  // namespace assay::broker
