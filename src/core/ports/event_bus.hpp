#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "core/event.hpp"
#include "core/ids.hpp"

namespace assay::core {

/// Position in a stream: `epoch` names the ring's life (a restart begins a new one), `seq` counts from 1.
struct EventCursor {
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
};

/// "epoch-seq", as SSE ids are written. Nothing for any other text.
std::optional<EventCursor> parse_event_cursor(std::string_view text);
std::string to_string(EventCursor cursor);

/// A complete SSE frame, id line and all, encoded once and shared by everyone who gets it.
using EventFrame = std::shared_ptr<const std::string>;

struct EventBatch {
  std::vector<EventFrame> frames;  ///< in order
  bool gap = false;                ///< events between the cursor and the first frame are lost to this reader
  bool ended = false;              ///< the job is over and everything was read (per-review streams)
};

/// One reader's place in a shared ring: holds a cursor, never copies of events. Used by one connection on one
/// io_context thread.
class EventSubscription {
 public:
  virtual ~EventSubscription() = default;
  /// What happened since the last call, at most `max_frames`; never waits.
  virtual EventBatch read(std::size_t max_frames) = 0;
  /// Returns when `read` may have something, or after `at_most`.
  virtual base::Task<void> wait(base::Micros at_most) = 0;
};

/// Live events. Publishing never blocks and never fails: a reader that is too slow sees a gap. Thread-safe.
class EventBus {
 public:
  virtual ~EventBus() = default;

  /// From now on events of `job` are events of `submission`, too. Idempotent.
  virtual void attach(const JobId& job, const Scope& scope, const SubmissionId& submission) = 0;
  virtual void detach(const JobId& job, const SubmissionId& submission) = 0;
  virtual void publish(const JobId& job, const JobEvent& event) = 0;
  /// For a submission that is terminal without a job of its own (answered from the cache, cancelled alone).
  virtual void publish_terminal(const Scope& scope, const SubmissionId& submission, Status status) = 0;

  /// Events of one submission from now on, or from after `after` while the ring still has them.
  virtual std::unique_ptr<EventSubscription> subscribe(const SubmissionId& submission,
                                                       std::optional<EventCursor> after) = 0;
  /// Events of everything in `scope`.
  virtual std::unique_ptr<EventSubscription> subscribe_all(const Scope& scope,
                                                           std::optional<EventCursor> after) = 0;
};

}  // namespace assay::core
