#include "http/server/stream_session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

#include "http/server/send.hpp"

namespace assay::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

auto awaiting(ErrorCode& error) {
  return asio::redirect_error(asio::use_awaitable_t<base::Executor>{}, error);
}

/// Takes `count` sent bytes off the front.
void drop_sent(StreamSession& session, std::size_t count) {
  count += session.sent;
  std::size_t done = 0;
  while (done < session.frames.size() && count >= session.frames[done]->size())
    count -= session.frames[done++]->size();
  session.frames.erase(session.frames.begin(), session.frames.begin() + static_cast<std::ptrdiff_t>(done));
  session.sent = count;
}

Sent send_frames(StreamSession& session) {
  while (!session.frames.empty()) {
    std::array<iovec, 64> parts;
    const std::size_t taken = std::min(parts.size(), session.frames.size());
    for (std::size_t i = 0; i < taken; ++i) {
      std::string_view bytes{*session.frames[i]};
      if (i == 0) bytes.remove_prefix(session.sent);
      // iovec has no const; the kernel only reads.
      parts.at(i) = {const_cast<char*>(bytes.data()), bytes.size()};
    }
    std::size_t count = 0;
    const auto parts_count = static_cast<int>(taken);
    const Sent result = session.tls
                            ? session.tls->write(parts.data(), parts_count, count)
                            : send_some(session.socket.native_handle(), parts.data(), parts_count, count);
    drop_sent(session, count);
    if (result != Sent::all) return result;
  }
  session.frames = {};
  return Sent::all;
}

bool peer_is_gone(StreamSession& session) {
  char byte = 0;
  const ssize_t got = ::recv(session.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

base::Task<bool> finish_frames(StreamSession& session) {
  Sent result = Sent::would_block;
  while (result == Sent::would_block) {
    session.deadline = session.loop.after(session.loop.limits().write_stall_timeout);
    ErrorCode error;
    co_await session.socket.async_wait(Socket::wait_write, awaiting(error));
    session.deadline = SteadyTime::max();
    if (error || session.closed) co_return false;
    result = send_frames(session);
  }
  co_return result == Sent::all;
}

}  // namespace

StreamSession::StreamSession(Loop& l, Socket connected, Loop::ConnectionCount counted, std::string head,
                             std::unique_ptr<EventStream> event_stream)
    : Tracked(std::move(connected)), loop(l), count(std::move(counted)), stream(std::move(event_stream)) {
  frames.push_back(std::make_shared<const std::string>(std::move(head)));
  if (stream->is_live()) loop.application().streams_changed(1);
}

StreamSession::~StreamSession() {
  if (stream->is_live()) loop.application().streams_changed(-1);
}

/// What was sent reaches the client, then it sees the end. The coroutine finds out when its wait is over;
/// until then it holds no connection.
void StreamSession::close() {
  if (std::exchange(closed, true)) return;
  ErrorCode ignored;
  if (tls) tls->say_goodbye();
  socket.shutdown(Socket::shutdown_send, ignored);
  socket.close(ignored);
  count.reset();
}

base::Task<void> run_stream(std::unique_ptr<StreamSession> session) {
  session->loop.track(*session);
  if (session->loop.stopping()) session->stop();
  while (!session->closed) {
    const auto state = session->stream->poll(session->frames);
    if (state == EventStream::State::ending) {
      auto last = co_await session->stream->last_words();
      if (!last.empty()) session->frames.push_back(std::make_shared<const std::string>(std::move(last)));
    }
    if (session->closed) co_return;
    const Sent sent = send_frames(*session);
    if (sent == Sent::failed || (sent == Sent::would_block && !co_await finish_frames(*session))) co_return;
    if (state == EventStream::State::ending) break;
    if (state == EventStream::State::more) continue;
    co_await session->stream->wait();
    if (session->closed || peer_is_gone(*session)) co_return;
  }
  if (!session->closed) session->stop();
}

}  // namespace assay::http
