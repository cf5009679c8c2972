#pragma once
#include <boost/asio/ip/address.hpp>
#include <memory>

#include "http/server/loop.hpp"
#include "http/server/output.hpp"
#include "http/server/request_reader.hpp"

namespace assay::http {

/// One connection that speaks HTTP: what it has read, what it has to write, how far it is.
class Session final : public Tracked {
 public:
  Session(Loop& loop, Socket connected, const boost::asio::ip::address& peer_address,
          Connections::Place place);

  void time_out() override;
  void stop() override;

  Loop& loop;
  Loop::ConnectionCount count;
  std::unique_ptr<TlsSession> tls;  ///< null: plain HTTP
  RequestReader reader;
  Output output;
  std::string peer;
  SteadyTime message_deadline = SteadyTime::max();  ///< for the whole head, then for the whole body
  bool waiting_for_request = false;
  bool timed_out = false;
  bool closing = false;  ///< after the answers that are in `output`
};

/// Serves the connection until it closes: reads requests, hands them to the application, writes the answers
/// in order. A stream's connection goes on in `run_stream`.
base::Task<void> serve_connection(std::unique_ptr<Session> session);

}  // namespace assay::http
