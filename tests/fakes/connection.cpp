#include "fakes/connection.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <memory>
#include <optional>

namespace assay::fakes {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using std::chrono::milliseconds;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, base::Executor>;
using Parser = http::request_parser<http::string_body>;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable_t<base::Executor>{});
constexpr std::uint64_t kMaxBodyBytes = 256ULL << 20;

struct Connection : std::enable_shared_from_this<Connection> {
  Connection(Socket s, TlsServer* tls, ProviderState* shared, std::uint64_t id)
      : wire(std::move(s), tls), timer(wire.socket().get_executor()), state(shared), number(id) {
    ++state->open_connections();
  }
  ~Connection() { --state->open_connections(); }

  // While a pause lasts nothing is read, so the client's leaving is watched for.
  void watch() {
    if (watching) return;
    watching = true;
    wire.socket().async_wait(
        Socket::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
          self->watching = false;
          if (error) return;
          char byte = 0;
          const auto got = ::recv(self->wire.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
          // Over TLS a client says goodbye before it leaves.
          if (got == 0 || (got > 0 && self->wire.encrypted()) ||
              (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) {
            self->client_left = true;
            self->timer.cancel();
          }
        });
  }

  Wire wire;
  Timer timer;
  ProviderState* state;
  std::uint64_t number;
  std::string input;
  bool watching = false;
  bool client_left = false;
};

using Shared = std::shared_ptr<Connection>;

base::Task<bool> pause(Shared connection, milliseconds time) {
  connection->watch();
  connection->timer.expires_after(time);
  co_await connection->timer.async_wait(kAwait);
  co_return !connection->client_left;
}

base::Task<bool> wait_while_held(Shared connection) {
  constexpr milliseconds kLook{2};
  bool here = true;
  while (here && connection->state->held()) here = co_await pause(connection, kLook);
  co_return here;
}

// True when everything went out.
base::Task<bool> send(Shared connection, Reply reply) {
  for (auto& piece : reply.pieces) {
    if (piece.pause.count() > 0) {
      const bool here = co_await pause(connection, piece.pause);
      if (!here) co_return false;
    }
    const bool sent = co_await connection->wire.write(std::move(piece.bytes));
    if (!sent) co_return false;
  }
  if (reply.pause_before_end.count() > 0) {
    const bool here = co_await pause(connection, reply.pause_before_end);
    if (!here) co_return false;
  }
  if (connection->watching) connection->wire.socket().cancel();
  co_return true;
}

// One request; false at the end of the connection.
base::Task<bool> receive(Shared connection, Parser* parser) {
  auto& input = connection->input;
  parser->eager(true);
  parser->body_limit(kMaxBodyBytes);
  for (;;) {
    if (!input.empty()) {
      boost::system::error_code error;
      const auto used = parser->put(asio::buffer(input), error);
      input.erase(0, used);
      if (error && error != http::error::need_more) co_return false;
      if (parser->is_done()) co_return true;
    }
    const bool first = input.empty();
    const bool came = co_await connection->wire.read_some(&input);
    if (!came) co_return false;
    if (parser->is_header_done() == false && first && input.find("100-continue") != std::string::npos) {
      const bool sent = co_await connection->wire.write("HTTP/1.1 100 Continue\r\n\r\n");
      if (!sent) co_return false;
    }
  }
}

Reply make_reply(Connection& connection, const Parser& parser, std::uint64_t& logged) {
  const auto& message = parser.get();
  const auto text = [](auto view) { return std::string_view(view.data(), view.size()); };
  const auto target = text(message.target());
  ApiRequest request;
  request.method = text(message.method_string());
  request.path = target.substr(0, target.find('?'));
  if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
  for (const auto& field : message) {
    std::string name(text(field.name_string()));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    request.headers.emplace_back(std::move(name), text(field.value()));
  }
  request.body = message.body();
  return connection.state->answer(request, connection.number, logged);
}

void finish(Connection& connection, Reply::End end) {
  boost::system::error_code ignored;
  if (end == Reply::End::reset)
    connection.wire.socket().set_option(asio::socket_base::linger(true, 0), ignored);
  if (end == Reply::End::close) connection.wire.socket().shutdown(Socket::shutdown_send, ignored);
  connection.wire.socket().close(ignored);
}

LoggedRequest::Outcome outcome(bool sent, Reply::End end) {
  if (!sent) return LoggedRequest::Outcome::aborted;
  return end == Reply::End::keep ? LoggedRequest::Outcome::completed : LoggedRequest::Outcome::cut;
}

}  // namespace

base::Task<void> serve_connection(Socket socket, TlsServer* tls, ProviderState* state, std::uint64_t number) {
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  const auto connection = std::make_shared<Connection>(std::move(socket), tls, state, number);
  const bool ready = co_await connection->wire.handshake();
  if (!ready) co_return;
  for (;;) {
    Parser parser;
    const bool received = co_await receive(connection, &parser);
    if (!received) break;
    std::uint64_t logged = 0;
    auto reply = make_reply(*connection, parser, logged);
    const auto end =
        reply.end == Reply::End::keep && !parser.get().keep_alive() ? Reply::End::close : reply.end;
    const auto wanted = reply.end;
    bool sent = logged == 0;
    if (!sent) sent = co_await wait_while_held(connection);
    if (sent) sent = co_await send(connection, std::move(reply));
    if (end != Reply::End::keep || !sent) finish(*connection, end);
    if (logged != 0) state->log().finish(logged, outcome(sent, wanted));
    if (end != Reply::End::keep || !sent) break;
  }
}

}  // namespace assay::fakes
