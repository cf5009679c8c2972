#pragma once
#include <memory>

#include "base/clock.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::broker {

struct HubState;

struct EventHubLimits {
  std::size_t job_frames = 2048;
  std::size_t job_bytes = 1 << 20;
  std::size_t scope_frames = 16'384;
  std::size_t scope_bytes = 8 << 20;
  std::size_t ended_jobs = 4096;  ///< rings of ended jobs that are kept at most …
  std::size_t ended_bytes = 16 << 20;
  base::Micros ended_for{60'000'000};  ///< … and how long
};

/// The EventBus of one process. Every job has a ring of frames in the per-review form, every scope one in the
/// form that names the submission; readers hold cursors into them. Publishing takes one short lock and, per
/// io_context with sleeping readers, one post. All rings are bounded; those of ended jobs stay for a while
/// for late readers.
///
/// On a per-review stream the cursor {0, 0} asks for everything the ring still has.
class EventHub final : public core::EventBus {
 public:
  /// The clock outlives the hub and its subscriptions.
  explicit EventHub(const base::Clock& clock, EventHubLimits limits = {});
  ~EventHub() override;

  void attach(const core::JobId& job, const core::Scope& scope,
              const core::SubmissionId& submission) override;
  void detach(const core::JobId& job, const core::SubmissionId& submission) override;
  void publish(const core::JobId& job, const core::JobEvent& event) override;
  void publish_terminal(const core::Scope& scope, const core::SubmissionId& submission,
                        core::Status status) override;
  std::unique_ptr<core::EventSubscription> subscribe(const core::SubmissionId& submission,
                                                     std::optional<core::EventCursor> after) override;
  std::unique_ptr<core::EventSubscription> subscribe_all(const core::Scope& scope,
                                                         std::optional<core::EventCursor> after) override;

  /// What is held now; for metrics and tests.
  struct Sizes {
    std::size_t jobs = 0;
    std::size_t submissions = 0;
    std::size_t ended_jobs = 0;
  };
  Sizes sizes() const;

 private:
  std::shared_ptr<HubState>
      state_;  // shared with subscriptions and posted wake-ups, which can outlive the hub
};

}  // namespace assay::broker
