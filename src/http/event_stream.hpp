#pragma once
#include <vector>

#include "base/task.hpp"
#include "core/ports/event_bus.hpp"

namespace assay::http {

/// The body of an answer that is sent as it comes, mostly Server-Sent Events: says what to send next. Used by
/// one connection on one thread. Frames are shared, so that an event is encoded once for all who get it.
class EventStream {
 public:
  enum class State {
    more,   ///< poll again once these frames are sent
    idle,   ///< nothing more now: await `wait`, then poll
    ending  ///< send these frames, await `last_words`, send them, close
  };

  virtual ~EventStream() = default;
  /// Appends the frames to send now; never waits.
  virtual State poll(std::vector<core::EventFrame>& frames) = 0;
  /// Returns when `poll` may have something.
  virtual base::Task<void> wait() = 0;
  /// The last bytes of a stream that is ending; may be empty.
  virtual base::Task<std::string> last_words() = 0;
  /// Whether it counts among the live streams; false for what is merely long.
  virtual bool is_live() const { return true; }
};

}  // namespace assay::http
