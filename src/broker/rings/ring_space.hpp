#pragma once
#include <memory>
#include <mutex>

#include "broker/rings/event_ring.hpp"

namespace assay::broker {

/// A submission as its readers see it: the ring of the job it is attached to (an empty one before), or an end
/// of its own.
struct EventChannel {
  std::shared_ptr<EventRing> ring;
  bool has_job = false;
  core::EventFrame own_end;  ///< set where it ended without its job
};

/// What a bus, its subscriptions and posted wake-ups share. One mutex for all of it: each step is a few
/// pointer moves, and readers hold it only to copy references. Members are used with the mutex held,
/// `resume_waiters` excepted.
class RingSpace : public std::enable_shared_from_this<RingSpace> {
 public:
  using RingPtr = std::shared_ptr<EventRing>;
  using ChannelPtr = std::shared_ptr<EventChannel>;

  virtual ~RingSpace() = default;

  /// One post for each loop that has sleeping readers, however many they are.
  void wake(const RingPtr& ring);
  /// A reader goes; `channel` is null where it read a scope. The reader itself still holds both.
  virtual void reader_left(const core::SubmissionId& submission, const ChannelPtr& channel,
                           const RingPtr& ring) = 0;

  mutable std::mutex mutex;

 private:
  /// On the loop's own thread, without the mutex.
  void resume_waiters(const RingPtr& ring, std::uint64_t loop_serial);
};

}  // namespace assay::broker
