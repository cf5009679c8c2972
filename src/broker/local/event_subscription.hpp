#pragma once
#include <memory>

#include "broker/local/event_hub_state.hpp"

namespace assay::broker {

/// A cursor into a ring. Of a submission it follows the channel, whose ring changes when the submission is
/// attached to a job or detached from it. Small: thousands of them exist at once.
class RingSubscription final : public core::EventSubscription {
 public:
  /// Reads a scope's ring from `next` on. `gap`: something before `next` is lost.
  RingSubscription(std::shared_ptr<HubState> state, HubState::RingPtr ring, std::uint64_t next, bool gap);
  /// Follows `submission`; `next` counts in the ring its channel has now.
  RingSubscription(std::shared_ptr<HubState> state, core::SubmissionId submission,
                   HubState::ChannelPtr channel, std::uint64_t next, bool gap);
  ~RingSubscription() override;

  core::EventBatch read(std::size_t max_frames) override;
  base::Task<void> wait(base::Micros at_most) override;

 private:
  bool has_news() const;
  /// False where there is something to read already.
  bool prepare_wait(LoopWaiters& loop, base::Micros at_most);

  std::shared_ptr<HubState> state_;
  HubState::RingPtr ring_;
  std::uint64_t next_;
  HubState::ChannelPtr channel_;
  core::SubmissionId submission_;
  LoopWaiters* loop_ = nullptr;
  RingWaiters* ring_waiters_ = nullptr;
  Waiter waiter_;
  bool gap_;
  bool own_end_sent_ = false;
};

}  // namespace assay::broker
