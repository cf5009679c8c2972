#pragma once
#include <memory>
#include <optional>

#include "broker/rings/ring_space.hpp"

namespace assay::broker {

/// A cursor into a ring. Of a submission it follows the channel, whose ring changes when the submission is
/// attached to a job or detached from it. Small: thousands of them exist at once. Made with the space's mutex
/// held.
///
/// Without `after` it reads from now on, where the ring is loaded; else all that is loaded then. After a
/// place that the stream does not have comes a gap, then what the ring has (of a submission) or what happens
/// from now on (of a scope).
class RingSubscription final : public core::EventSubscription {
 public:
  /// Reads a scope's ring.
  RingSubscription(std::shared_ptr<RingSpace> space, RingSpace::RingPtr ring,
                   std::optional<core::EventCursor> after);
  /// Follows `submission`. The cursor {0, 0} asks for everything that the ring has.
  RingSubscription(std::shared_ptr<RingSpace> space, core::SubmissionId submission,
                   RingSpace::ChannelPtr channel, std::optional<core::EventCursor> after);
  ~RingSubscription() override;

  core::EventBatch read(std::size_t max_frames) override;
  base::Task<void> wait(base::Micros at_most) override;

 private:
  /// Finds its place in a ring that is loaded; false where it is not.
  bool find_place();
  /// Takes note of what happened to the ring as a whole.
  void follow();
  bool has_news();
  /// False where there is something to read already.
  bool prepare_wait(LoopWaiters& loop, base::Micros at_most);

  std::shared_ptr<RingSpace> space_;
  RingSpace::RingPtr ring_;
  RingSpace::ChannelPtr channel_;
  core::SubmissionId submission_;
  core::EventCursor after_;  ///< until its place is found
  std::uint64_t epoch_ = 0;  ///< of the ring, where its place is
  std::uint64_t next_ = 0;
  std::uint64_t losses_;
  LoopWaiters* loop_ = nullptr;
  RingWaiters* ring_waiters_ = nullptr;
  Waiter waiter_;
  bool has_after_;
  bool has_place_ = false;
  bool gap_ = false;
  bool own_end_sent_ = false;
};

}  // namespace assay::broker
