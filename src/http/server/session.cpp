#include "http/server/session.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "base/log.hpp"
#include "http/server/response_writer.hpp"
#include "http/server/send.hpp"
#include "http/server/stream_session.hpp"

namespace assay::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using State = RequestReader::State;

constexpr std::size_t kFlushAbove = 256 * 1024;  // pipelined answers gather up to here
constexpr auto kLinger = std::chrono::milliseconds{2000};
constexpr auto kLingerWhenStopping = std::chrono::milliseconds{100};
constexpr std::string_view kBug = "The server failed in an unexpected way; the request id is in its log.";

auto awaiting(ErrorCode& error) {
  return asio::redirect_error(asio::use_awaitable_t<base::Executor>{}, error);
}

Sent send_output(Session& session) {
  for (;;) {
    std::array<iovec, 32> parts;
    const int count = session.output.gather(parts);
    if (count == 0) return Sent::all;
    std::size_t sent = 0;
    const auto result = session.tls ? session.tls->write(parts.data(), count, sent)
                                    : send_some(session.socket.native_handle(), parts.data(), count, sent);
    session.output.consume(sent);
    if (result != Sent::all) return result;
  }
}

base::Task<bool> finish_output(Session& session, Sent so_far) {
  while (so_far == Sent::would_block) {
    session.deadline = session.loop.after(session.loop.limits().write_stall_timeout);
    ErrorCode error;
    co_await session.socket.async_wait(Socket::wait_write, awaiting(error));
    session.deadline = SteadyTime::max();
    if (error) co_return false;
    so_far = send_output(session);
  }
  co_return so_far == Sent::all;
}

/// Closing at once would reset the connection while the client still sends, and could take the answer with
/// it.
base::Task<void> linger(Session& session) {
  ErrorCode error;
  if (session.tls) session.tls->say_goodbye();
  session.socket.shutdown(Socket::shutdown_send, error);
  session.deadline = session.loop.after(session.loop.stopping() ? kLingerWhenStopping : kLinger);
  std::array<char, 1024> ignored;
  while (!error && !session.timed_out) {
    co_await session.socket.async_read_some(asio::buffer(ignored), awaiting(error));
  }
}

void log_exception(const Request& request, const std::exception& exception) {
  base::log::error("a request handler threw", {{"request_id", request.request_id},
                                               {"method", to_string(request.method)},
                                               {"path", request.path},
                                               {"what", exception.what()}});
}

Reply handle(Session& session) {
  auto& request = session.reader.request();
  try {
    return session.loop.application().handle(request);
  } catch (const std::exception& exception) {
    log_exception(request, exception);
    return session.loop.application().refuse(request, 500, kBug);
  }
}

base::Task<Response> await_response(Session& session, base::Task<Response> task) {
  auto& request = session.reader.request();
  bool failed = false;
  Response response;
  try {
    response = co_await std::move(task);
  } catch (const std::exception& exception) {
    log_exception(request, exception);
    failed = true;
  }
  if (failed) response = session.loop.application().refuse(request, 500, kBug);
  co_return response;
}

void write(Session& session, Response& response) {
  auto& request = session.reader.request();
  auto& application = session.loop.application();
  application.complete(request, response);
  if (!request.keep_alive || response.close || session.loop.stopping()) session.closing = true;
  if (response.stream && !request.head_only) session.closing = true;
  write_response(session.output, request, response, session.loop.date(), !session.closing);
  if (request.head_only) response.stream.reset();  // only now: what is streamed has no length to tell
  application.finished(request, response.status);
}

void write_refusal(Session& session, int status, std::string_view detail) {
  auto& request = session.reader.request();
  request.started = std::chrono::steady_clock::now();
  auto response = session.loop.application().refuse(request, status, detail);
  response.close = true;
  write(session, response);
}

void start_stream(std::unique_ptr<Session> session, std::unique_ptr<EventStream> stream) {
  auto head = std::move(session->output.text());
  head.shrink_to_fit();
  auto& loop = session->loop;
  auto streaming = std::make_unique<StreamSession>(
      loop, std::move(session->socket), std::move(session->count), std::move(head), std::move(stream));
  streaming->tls = std::move(session->tls);
  session.reset();
  asio::co_spawn(loop.context().get_executor(), run_stream(std::move(streaming)),
                 [](const std::exception_ptr& exception) {
                   if (exception) base::log::error("an event stream failed");
                 });
}

/// False where the connection ended or was too slow.
base::Task<bool> wait_for(Session& session, TlsWants wanted) {
  if (wanted == TlsWants::closed) co_return false;
  const auto what = wanted == TlsWants::read ? Socket::wait_read : Socket::wait_write;
  ErrorCode error;
  co_await session.socket.async_wait(what, awaiting(error));
  co_return !error;
}

/// `nothing` where it is done, `plain_http`, or `closed`.
base::Task<TlsWants> shake_hands(Session& session) {
  session.deadline = session.loop.after(session.loop.limits().head_timeout);
  for (;;) {
    const auto wanted = session.tls->shake_hands();
    if (wanted == TlsWants::nothing || wanted == TlsWants::plain_http) co_return wanted;
    if (!co_await wait_for(session, wanted)) co_return TlsWants::closed;
  }
}

/// Somebody forgot the s of https: says so in the words that the other side understands.
base::Task<void> refuse_plain_http(Session& session) {
  session.tls.reset();
  session.reader.request().peer = session.peer;
  write_refusal(session, 400, "This port speaks TLS: use https://.");
  const Sent sent = send_output(session);
  if (sent == Sent::all || co_await finish_output(session, sent)) co_await linger(session);
}

/// Reads what comes next; 0 at the end, after an error and after a time-out.
base::Task<std::size_t> read_some_tls(Session& session, std::span<char> space) {
  for (;;) {
    std::size_t count = 0;
    const auto wanted = session.tls->read(space, count);
    if (wanted == TlsWants::nothing) co_return count;
    if (!co_await wait_for(session, wanted)) co_return 0;
  }
}

/// Sets the deadline for the next bytes. The time for a message as a whole begins with its first byte.
void arm(Session& session, State state) {
  const auto& limits = session.loop.limits();
  session.waiting_for_request = state == State::idle;
  if (state == State::idle) {
    session.message_deadline = SteadyTime::max();
    session.deadline = session.loop.after(limits.idle_timeout);
  } else if (state == State::need_head) {
    if (session.message_deadline == SteadyTime::max())
      session.message_deadline = session.loop.after(limits.head_timeout);
    session.deadline = session.message_deadline;
  } else {
    session.deadline = std::min(session.message_deadline, session.loop.after(limits.body_stall_timeout));
  }
}

}  // namespace

Session::Session(Loop& l, Socket connected, const asio::ip::address& peer_address, Connections::Place place)
    : Tracked(std::move(connected)), loop(l), count(l, std::move(place)), reader(l.limits()) {
  if (peer_address.is_v6() && peer_address.to_v6().is_v4_mapped()) {
    peer = asio::ip::make_address_v4(asio::ip::v4_mapped, peer_address.to_v6()).to_string();
  } else {
    peer = peer_address.to_string();
  }
}

void Session::time_out() {
  timed_out = true;
  ErrorCode ignored;
  socket.cancel(ignored);
}

void Session::stop() {
  if (waiting_for_request) time_out();
}

base::Task<void> serve_connection(std::unique_ptr<Session> session) {
  session->loop.track(*session);
  if (session->tls) {
    const auto shaken = co_await shake_hands(*session);
    if (shaken == TlsWants::plain_http) co_await refuse_plain_http(*session);
    if (shaken != TlsWants::nothing) co_return;
  }
  bool body_begun = false;
  for (;;) {
    const State state = session->reader.advance();
    if (state == State::ready) {
      auto& request = session->reader.request();
      request.peer = session->peer;
      request.secure = session->tls != nullptr;
      request.started = std::chrono::steady_clock::now();
      session->message_deadline = SteadyTime::max();
      session->deadline = SteadyTime::max();
      body_begun = false;
      Reply reply = handle(*session);
      Response response;
      if (auto* task = std::get_if<base::Task<Response>>(&reply)) {
        // What was answered before must not wait for what takes its time.
        if (!session->output.empty()) {
          const Sent sent = send_output(*session);
          if (sent != Sent::all && !co_await finish_output(*session, sent)) co_return;
        }
        response = co_await await_response(*session, std::move(*task));
      } else {
        response = std::move(std::get<Response>(reply));
      }
      write(*session, response);
      if (response.stream) {
        const Sent sent =
            session->output.size() > session->output.text().size() ? send_output(*session) : Sent::all;
        if (sent != Sent::all && !co_await finish_output(*session, sent)) co_return;
        start_stream(std::move(session), std::move(response.stream));
        co_return;
      }
      session->reader.pop();
      if (!session->closing && session->output.size() < kFlushAbove) continue;
    } else if (state == State::rejected) {
      session->reader.request().peer = session->peer;
      session->reader.request().secure = session->tls != nullptr;
      const auto& rejection = session->reader.rejection();
      write_refusal(*session, rejection.status, rejection.detail);
    } else if (state == State::need_body && !body_begun) {
      body_begun = true;
      session->message_deadline = session->loop.after(session->loop.limits().body_timeout);
      if (session->reader.take_expects_continue())
        session->output.text().append("HTTP/1.1 100 Continue\r\n\r\n");
    }

    if (!session->output.empty()) {
      const Sent sent = send_output(*session);
      if (sent != Sent::all && !co_await finish_output(*session, sent)) co_return;
    }
    if (session->closing) break;
    if (state == State::ready) continue;
    if (state == State::idle && session->loop.stopping()) break;

    arm(*session, state);
    const auto space = session->reader.space();
    ErrorCode error;
    std::size_t count = 0;
    if (session->tls) {
      count = co_await read_some_tls(*session, space);
      if (count == 0) error = asio::error::eof;
    } else {
      count =
          co_await session->socket.async_read_some(asio::buffer(space.data(), space.size()), awaiting(error));
    }
    session->waiting_for_request = false;
    if (error) {
      if (!session->timed_out || state == State::idle) co_return;
      session->timed_out = false;
      session->reader.request().peer = session->peer;
      write_refusal(*session, 408, "The request did not arrive in time.");
      if (send_output(*session) == Sent::failed) co_return;
      break;
    }
    session->reader.received(count);
  }
  co_await linger(*session);
}

}  // namespace assay::http
