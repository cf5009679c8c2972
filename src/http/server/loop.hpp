#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <string>

#include "base/task.hpp"
#include "http/application.hpp"
#include "http/server/connections.hpp"
#include "http/server/limits.hpp"
#include "http/server/tls.hpp"

namespace assay::http {

using Tcp = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Tcp, base::Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Tcp, base::Executor>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// What the loop knows of a connection: enough to end it. In the loop's list as long as it lives.
class Tracked
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  explicit Tracked(Socket connected) : socket(std::move(connected)) {}
  virtual ~Tracked() = default;
  Tracked(const Tracked&) = delete;
  Tracked& operator=(const Tracked&) = delete;

  /// The deadline has passed. Must make a pending operation of the socket complete.
  virtual void time_out() = 0;
  /// The server is stopping: end now, or soon.
  virtual void stop() = 0;

  Socket socket;
  SteadyTime deadline = SteadyTime::max();
};

/// One thread's part of the server: its io_context, its acceptor, its connections and one timer for all of
/// them. Everything here runs on that thread, `request_stop` excepted.
class Loop {
 public:
  /// What the loops of one server share. All outlive them.
  struct Shared {
    const ServerLimits& limits;
    Application& application;
    Connections& connections;
    const TlsCredentials* tls;  ///< null: plain HTTP
  };
  Loop(boost::asio::io_context& context, const Shared& shared);

  /// Starts to accept from a bound and listening socket.
  void start(Acceptor acceptor);
  /// Thread-safe: no new connections, answers close theirs, streams end.
  void request_stop();

  bool stopping() const { return stopping_; }
  boost::asio::io_context& context() { return context_; }
  const ServerLimits& limits() const { return shared_.limits; }
  Application& application() { return shared_.application; }
  std::string_view date() const { return date_; }
  /// Time of the last sweep or event; good to the sweep's interval.
  SteadyTime now() const { return now_; }
  SteadyTime after(std::chrono::milliseconds time) const { return now_ + time; }

  void track(Tracked& connection) { connections_.push_back(connection); }
  /// Counts one connection from this address for as long as the guard lives.
  class ConnectionCount;

 private:
  base::Task<void> accept();
  base::Task<void> sweep();
  void tick();
  void refuse_full(Socket socket);

  boost::asio::io_context& context_;
  Shared shared_;
  Acceptor acceptor_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>, base::Executor>
      sweep_timer_;
  boost::intrusive::list<Tracked, boost::intrusive::constant_time_size<false>> connections_;
  SteadyTime now_;
  std::string date_;
  std::time_t date_second_ = 0;
  bool stopping_ = false;
};

/// A count of open connections that can't be forgotten.
class Loop::ConnectionCount {
 public:
  /// `place` was taken for it.
  ConnectionCount(Loop& loop, Connections::Place place) : loop_(&loop), place_(std::move(place)) {
    loop_->application().connections_changed(1);
  }
  ConnectionCount(ConnectionCount&& other) noexcept
      : loop_(std::exchange(other.loop_, nullptr)), place_(std::move(other.place_)) {}
  ConnectionCount& operator=(ConnectionCount&&) = delete;
  ~ConnectionCount() {
    if (!loop_) return;
    loop_->application().connections_changed(-1);
  }

 private:
  Loop* loop_;
  Connections::Place place_;
};

}  // namespace assay::http
