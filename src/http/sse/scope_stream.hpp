#pragma once
#include <chrono>
#include <memory>

#include "core/ports/event_bus.hpp"
#include "http/event_stream.hpp"

namespace assay::http {

/// The stream of everything a caller may see. Ends after about an hour, so that connections spread anew over
/// processes.
class ScopeStream final : public EventStream {
 public:
  explicit ScopeStream(std::unique_ptr<core::EventSubscription> subscription);

  State poll(std::vector<core::EventFrame>& frames) override;
  base::Task<void> wait() override;
  base::Task<std::string> last_words() override;

 private:
  std::unique_ptr<core::EventSubscription> subscription_;
  std::chrono::steady_clock::time_point last_sent_;
  std::chrono::steady_clock::time_point ends_;
  bool begun_ = false;
};

}  // namespace assay::http
