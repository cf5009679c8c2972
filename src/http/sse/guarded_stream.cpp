#include "http/sse/guarded_stream.hpp"

#include "http/sse/frames.hpp"

namespace assay::http {

GuardedStream::GuardedStream(std::unique_ptr<EventStream> stream, access::SharedIdentity identity,
                             const access::KeyRing& keys)
    : stream_(std::move(stream)), identity_(std::move(identity)), keys_(keys) {}

EventStream::State GuardedStream::poll(std::vector<core::EventFrame>& frames) {
  if (identity_->is_valid_at(keys_.now())) return stream_->poll(frames);
  locked_out_ = true;
  return State::ending;
}

base::Task<std::string> GuardedStream::last_words() {
  if (!locked_out_) co_return co_await stream_->last_words();
  co_return event_frame("error", "signed_out");
}

}  // namespace assay::http
