#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <string>

#include "base/task.hpp"
#include "http/application.hpp"
#include "http/server/limits.hpp"

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
  Loop(boost::asio::io_context& context, const ServerLimits& limits, Application& application,
       std::atomic<std::size_t>& connections);

  /// Starts to accept from a bound and listening socket.
  void start(Acceptor acceptor);
  /// Thread-safe: no new connections, answers close theirs, streams end.
  void request_stop();

  bool stopping() const { return stopping_; }
  boost::asio::io_context& context() { return context_; }
  const ServerLimits& limits() const { return limits_; }
  Application& application() { return application_; }
  std::string_view date() const { return date_; }
  /// Time of the last sweep or event; good to the sweep's interval.
  SteadyTime now() const { return now_; }
  SteadyTime after(std::chrono::milliseconds time) const { return now_ + time; }

  void track(Tracked& connection) { connections_.push_back(connection); }
  /// Counts one connection for as long as the guard lives.
  class ConnectionCount;

 private:
  base::Task<void> accept();
  base::Task<void> sweep();
  void tick();
  void refuse_full(Socket socket);

  boost::asio::io_context& context_;
  const ServerLimits& limits_;
  Application& application_;
  std::atomic<std::size_t>& count_;
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
  explicit ConnectionCount(Loop& loop) : loop_(&loop) {
    ++loop_->count_;
    loop_->application_.connections_changed(1);
  }
  ConnectionCount(ConnectionCount&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)) {}
  ConnectionCount& operator=(ConnectionCount&&) = delete;
  ~ConnectionCount() {
    if (!loop_) return;
    --loop_->count_;
    loop_->application_.connections_changed(-1);
  }

 private:
  Loop* loop_;
};

}  // namespace assay::http
