#include "http/server/loop.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "http/server/http_date.hpp"
#include "http/server/session.hpp"

namespace assay::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr auto kLongestSweep = std::chrono::milliseconds{250};
constexpr auto kAcceptPause = std::chrono::milliseconds{100};

std::chrono::milliseconds sweep_interval(const ServerLimits& limits) {
  const auto shortest = std::min({limits.head_timeout, limits.body_stall_timeout, limits.write_stall_timeout,
                                  limits.idle_timeout, limits.body_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds{5}, kLongestSweep);
}

auto awaiting(ErrorCode& error) {
  return asio::redirect_error(asio::use_awaitable_t<base::Executor>{}, error);
}

void log_bug(const std::exception_ptr& exception) {
  if (!exception) return;
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& caught) {
    base::log::error("the HTTP server's own coroutine failed", {{"what", caught.what()}});
  }
}

}  // namespace

Loop::Loop(asio::io_context& context, const Shared& shared)
    : context_(context),
      shared_(shared),
      acceptor_(context.get_executor()),
      sweep_timer_(context.get_executor()) {
  tick();
}

void Loop::start(Acceptor acceptor) {
  acceptor_ = std::move(acceptor);
  asio::co_spawn(context_.get_executor(), accept(), log_bug);
  asio::co_spawn(context_.get_executor(), sweep(), log_bug);
}

void Loop::request_stop() {
  asio::post(context_, [this] {
    stopping_ = true;
    ErrorCode ignored;
    acceptor_.close(ignored);
    for (auto at = connections_.begin(); at != connections_.end();) (at++)->stop();
  });
}

void Loop::tick() {
  now_ = std::chrono::steady_clock::now();
  const std::time_t second = std::time(nullptr);
  if (second == date_second_) return;
  date_second_ = second;
  date_ = format_http_date(second);
}

base::Task<void> Loop::sweep() {
  const auto interval = sweep_interval(limits());
  for (;;) {
    sweep_timer_.expires_after(interval);
    ErrorCode error;
    co_await sweep_timer_.async_wait(awaiting(error));
    if (error) co_return;
    tick();
    for (auto at = connections_.begin(); at != connections_.end();) {
      auto& connection = *at++;
      if (connection.deadline > now_) continue;
      connection.deadline = SteadyTime::max();
      connection.time_out();
    }
  }
}

/// Over the bound there is no memory for a session: one canned answer, then close. Who speaks TLS can't be
/// told.
void Loop::refuse_full(Socket socket) {
  if (shared_.tls) return;
  static constexpr std::string_view kFull =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: 107\r\n"
      "Retry-After: 1\r\nConnection: close\r\n\r\n"
      R"({"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Too many connections are open."})";
  (void)::send(socket.native_handle(), kFull.data(), kFull.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

base::Task<void> Loop::accept() {
  for (;;) {
    Socket socket{context_.get_executor()};
    Tcp::endpoint peer;
    ErrorCode error;
    co_await acceptor_.async_accept(socket, peer, awaiting(error));
    if (stopping_) co_return;
    if (error) {
      if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
      // Out of descriptors or memory: what is open goes on, and closing connections make room.
      base::log::warn("can't accept a connection", {{"error", error.message()}});
      asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                 base::Executor>
          pause{context_.get_executor(), kAcceptPause};
      co_await pause.async_wait(awaiting(error));
      continue;
    }
    auto place = shared_.connections.take(peer.address());
    if (!place) {
      refuse_full(std::move(socket));
      continue;
    }
    socket.set_option(Tcp::no_delay{true}, error);
    socket.set_option(asio::socket_base::keep_alive{true}, error);
    socket.native_non_blocking(true, error);
    if (error) continue;
    auto session = std::make_unique<Session>(*this, std::move(socket), peer.address(), std::move(*place));
    if (shared_.tls)
      session->tls = std::make_unique<TlsSession>(shared_.tls->context(), session->socket.native_handle());
    asio::co_spawn(context_.get_executor(), serve_connection(std::move(session)), log_bug);
  }
}

}  // namespace assay::http
