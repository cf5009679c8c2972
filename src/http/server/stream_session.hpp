#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/event_stream.hpp"
#include "http/server/loop.hpp"

namespace assay::http {

/// A connection that carries Server-Sent Events. Small, because there are many: no buffers of its own, only
/// references to frames that are shared with all the others.
class StreamSession final : public Tracked {
 public:
  StreamSession(Loop& loop, Socket connected, Loop::ConnectionCount counted, std::string head,
                std::unique_ptr<EventStream> stream);
  ~StreamSession() override;

  void time_out() override { close(); }
  void stop() override { close(); }

  Loop& loop;
  std::optional<Loop::ConnectionCount> count;
  std::unique_ptr<TlsSession> tls;  ///< null: plain HTTP
  std::unique_ptr<EventStream> stream;
  std::vector<core::EventFrame> frames;  ///< to be sent, in order
  std::size_t sent = 0;                  ///< bytes of the first of them that are gone
  bool closed = false;

 private:
  void close();
};

/// Sends the head, then the stream until it ends, the client goes away, is too slow, or the server stops.
base::Task<void> run_stream(std::unique_ptr<StreamSession> session);

}  // namespace assay::http
