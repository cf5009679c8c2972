#pragma once
#include <memory>

#include "access/key_ring.hpp"
#include "http/event_stream.hpp"

namespace assay::http {

/// A stream that ends when the key or session it was opened with does: nothing is sent from then on.
class GuardedStream final : public EventStream {
 public:
  /// `keys` outlives it.
  GuardedStream(std::unique_ptr<EventStream> stream, access::SharedIdentity identity,
                const access::KeyRing& keys);

  State poll(std::vector<core::EventFrame>& frames) override;
  base::Task<void> wait() override { return stream_->wait(); }
  base::Task<std::string> last_words() override;

 private:
  std::unique_ptr<EventStream> stream_;
  access::SharedIdentity identity_;
  const access::KeyRing& keys_;
  bool locked_out_ = false;
};

}  // namespace assay::http
