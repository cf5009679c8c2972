#pragma once
#include <chrono>
#include <memory>

#include "core/ports/event_bus.hpp"
#include "http/event_stream.hpp"
#include "review/reader.hpp"

namespace assay::http {

/// The stream of one submission: the current status, then what happens, at the end `done` with the review.
class ReviewStream final : public EventStream {
 public:
  /// `subscription` was made before `record` was read, so that nothing falls between them. `ping` 0: none.
  ReviewStream(review::Reader& reader, review::SharedRecord record,
               std::unique_ptr<core::EventSubscription> subscription, std::chrono::milliseconds ping);

  State poll(std::vector<core::EventFrame>& frames) override;
  base::Task<void> wait() override;
  base::Task<std::string> last_words() override;

 private:
  bool is_news(core::Status status);

  review::Reader& reader_;
  core::Scope scope_;
  core::SubmissionId id_;
  std::unique_ptr<core::EventSubscription> subscription_;
  std::chrono::steady_clock::time_point last_sent_;
  std::chrono::steady_clock::time_point heard_;  ///< when an event came, or the state was looked at, last
  std::chrono::milliseconds ping_;
  core::Status status_;  ///< sent last
  bool begun_ = false;
  bool over_ = false;       ///< the state says so, whatever was told
  bool caught_up_ = false;  ///< past the events that led to the status sent first
};

}  // namespace assay::http
