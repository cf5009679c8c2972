#include "broker/redis/link/stream.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace assay::broker::redis {

namespace asio = boost::asio;

struct Tls {
  asio::ssl::context context{asio::ssl::context::tls_client};
  bool verify = true;
};

namespace {

using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, base::Executor>;
using Tcp = asio::ip::tcp;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, base::Executor>;
using Token = asio::use_awaitable_t<base::Executor>;
using Code = boost::system::error_code;

base::Result<void> refuse_file(const char* option, const std::string& file, const Code& error) {
  return base::fail(
      base::Errc::invalid_argument,
      std::string("the Redis URL's ") + option + " can't be used: " + file + ": " + error.message(),
      "redis_url");
}

class SocketStream final : public Stream {
 public:
  SocketStream(base::Executor executor, std::shared_ptr<Tls> tls) : socket(executor), tls_(std::move(tls)) {
    if (tls_) secure_.emplace(socket, tls_->context);
  }

  base::Task<base::Result<std::size_t>> read_some(std::span<char> into) override {
    Code error;
    auto token = asio::redirect_error(Token{}, error);
    const auto buffer = asio::buffer(into.data(), into.size());
    std::size_t got = 0;
    if (secure_) {
      got = co_await secure_->async_read_some(buffer, std::move(token));
    } else {
      got = co_await socket.async_read_some(buffer, std::move(token));
    }
    if (error == asio::error::eof)
      co_return base::fail(base::Errc::unavailable, "Redis closed the connection");
    if (error)
      co_return base::fail(base::Errc::unavailable, "the connection to Redis broke: " + error.message());
    co_return got;
  }

  void write(std::string_view bytes, std::function<void(bool)> done) override {
    auto ended = [done = std::move(done)](const Code& error, std::size_t) { done(!error); };
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    if (secure_) {
      asio::async_write(*secure_, buffer, std::move(ended));
    } else {
      asio::async_write(socket, buffer, std::move(ended));
    }
  }

  void close() override {
    Code ignored;
    socket.close(ignored);
  }

  /// The TLS handshake, where TLS is wanted.
  base::Task<base::Result<void>> secure(std::string host) {
    if (!secure_) co_return base::Result<void>{};
    if (tls_->verify) secure_->set_verify_callback(asio::ssl::host_name_verification(host));
    // Names only: an address is no server name (RFC 6066).
    Code no_address;
    asio::ip::make_address(host, no_address);
    // The macro for it is an old-style cast.
    if (no_address)
      SSL_ctrl(secure_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               host.data());
    Code error;
    auto token = asio::redirect_error(Token{}, error);
    co_await secure_->async_handshake(asio::ssl::stream_base::client, std::move(token));
    if (error) co_return base::fail(base::Errc::unavailable, "the TLS handshake failed: " + error.message());
    co_return base::Result<void>{};
  }

  Socket socket;

 private:
  std::shared_ptr<Tls> tls_;
  std::optional<asio::ssl::stream<Socket&>> secure_;
};

/// Closes the stream when its time is over.
class TimeLimit {
 public:
  TimeLimit(base::Executor executor, const std::shared_ptr<SocketStream>& stream, base::Micros at_most)
      : timer_(executor), over_(std::make_shared<bool>(false)) {
    timer_.expires_after(at_most);
    timer_.async_wait([stream = std::weak_ptr(stream), over = over_](const Code& error) {
      const auto open = stream.lock();
      if (error || !open) return;
      *over = true;
      open->close();
    });
  }
  bool over() const { return *over_; }

 private:
  Timer timer_;
  std::shared_ptr<bool> over_;
};

base::Task<base::Result<std::vector<Tcp::endpoint>>> resolve(RedisUrl::Address address) {
  std::vector<Tcp::endpoint> found;
  Code error;
  const auto literal = asio::ip::make_address(address.host, error);
  if (!error) {
    found.emplace_back(literal, address.port);
    co_return found;
  }
  asio::ip::basic_resolver<Tcp, base::Executor> resolver{co_await asio::this_coro::executor};
  auto token = asio::redirect_error(Token{}, error);
  const auto results =
      co_await resolver.async_resolve(address.host, std::to_string(address.port), std::move(token));
  if (error)
    co_return base::fail(base::Errc::unavailable,
                         "the host of Redis is not found: " + address.host + ": " + error.message());
  for (const auto& result : results) found.push_back(result.endpoint());
  co_return found;
}

// Small commands go at once, and a peer that went away without a word is noticed within half a minute, also
// while nobody asks it for anything.
void tune(int socket) {
  const auto set = [socket](int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 15);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
}

base::Task<Code> connect(SocketStream& stream, asio::generic::stream_protocol::endpoint where) {
  Code error;
  auto token = asio::redirect_error(Token{}, error);
  co_await stream.socket.async_connect(where, std::move(token));
  co_return error;
}

base::Task<Code> connect_to_any(SocketStream& stream, const TimeLimit& limit,
                                std::vector<Tcp::endpoint> all) {
  Code error = asio::error::host_not_found;
  for (const auto& endpoint : all) {
    stream.close();
    error = co_await connect(stream, asio::generic::stream_protocol::endpoint(endpoint));
    if (error && !limit.over()) continue;
    break;
  }
  if (!error) tune(stream.socket.native_handle());
  co_return error;
}

}  // namespace

base::Result<std::shared_ptr<Tls>> make_tls(const RedisUrl& url) {
  if (!url.tls) return nullptr;
  auto tls = std::make_shared<Tls>();
  auto& context = tls->context;
  tls->verify = url.verify;
  Code error;
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
  context.set_verify_mode(url.verify ? asio::ssl::verify_peer : asio::ssl::verify_none);
  base::Result<void> good;
  if (url.ca_file.empty()) {
    context.set_default_verify_paths(error);
  } else if (context.load_verify_file(url.ca_file, error); error) {
    good = refuse_file("ssl_ca_certs", url.ca_file, error);
  }
  if (good && !url.certificate_file.empty()) {
    if (context.use_certificate_chain_file(url.certificate_file, error); error) {
      good = refuse_file("ssl_certfile", url.certificate_file, error);
    } else if (context.use_private_key_file(url.key_file, asio::ssl::context::pem, error); error) {
      good = refuse_file("ssl_keyfile", url.key_file, error);
    }
  }
  if (!good) return base::fail(std::move(good.error()));
  return tls;
}

base::Task<base::Result<std::shared_ptr<Stream>>> open_stream(Target target, std::shared_ptr<Tls> tls,
                                                              base::Micros at_most) {
  const base::Executor executor = co_await asio::this_coro::executor;
  const auto stream = std::make_shared<SocketStream>(executor, std::move(tls));
  const TimeLimit limit(executor, stream, at_most);
  Code error;
  if (target.socket_path.empty()) {
    auto endpoints = co_await resolve(target.address);
    if (!endpoints) co_return base::fail(std::move(endpoints.error()));
    error = co_await connect_to_any(*stream, limit, std::move(*endpoints));
  } else {
    const asio::local::stream_protocol::endpoint path(target.socket_path);
    error = co_await connect(*stream, asio::generic::stream_protocol::endpoint(path));
  }
  std::string_view step = "no connection";
  const auto failed = [&](std::string why) {
    if (limit.over()) why = std::string(step) + " within " + std::to_string(at_most.count() / 1'000) + " ms";
    return base::fail(base::Errc::unavailable, "Redis at " + target.shown() + " is not reached: " + why);
  };
  if (error) co_return failed(error.message());
  step = "no TLS handshake";
  auto secured = co_await stream->secure(target.address.host);
  if (!secured) co_return failed(secured.error().message);
  co_return stream;
}

}  // namespace assay::broker::redis
