#include "fakes/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace assay::fakes {
namespace {

namespace asio = boost::asio;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable_t<base::Executor>{});
constexpr std::size_t kReadBytes = 64 * 1024;

}  // namespace

struct TlsServer::Impl {
  asio::ssl::context context{asio::ssl::context::tls_server};
  std::string certificate;
};

TlsServer::TlsServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsServer::~TlsServer() = default;
const std::string& TlsServer::certificate() const { return impl_->certificate; }

base::Result<std::unique_ptr<TlsServer>> TlsServer::create() {
  auto identity = make_tls_identity();
  if (!identity) return base::fail(identity.error());
  auto impl = std::make_unique<Impl>();
  boost::system::error_code error;
  impl->context.use_certificate(asio::buffer(identity->certificate), asio::ssl::context::pem, error);
  if (!error) impl->context.use_private_key(asio::buffer(identity->key), asio::ssl::context::pem, error);
  if (error) return base::fail(base::Errc::internal, "the certificate can't be used: " + error.message());
  impl->certificate = std::move(identity->certificate);
  return std::unique_ptr<TlsServer>(new TlsServer(std::move(impl)));
}

struct Wire::Encryption {
  Encryption(Socket& socket, asio::ssl::context& context) : stream(socket, context) {}
  asio::ssl::stream<Socket&> stream;
};

Wire::Wire(Socket socket, TlsServer* tls) : socket_(std::move(socket)) {
  if (tls != nullptr) tls_ = std::make_unique<Encryption>(socket_, tls->impl_->context);
}
Wire::~Wire() = default;

base::Task<bool> Wire::handshake() {
  if (!tls_) co_return true;
  const auto [error] = co_await tls_->stream.async_handshake(asio::ssl::stream_base::server, kAwait);
  co_return !error;
}

base::Task<bool> Wire::read_some(std::string* to) {
  const auto before = to->size();
  to->resize(before + kReadBytes);
  const auto space = asio::buffer(to->data() + before, kReadBytes);
  if (tls_) {
    const auto [error, count] = co_await tls_->stream.async_read_some(space, kAwait);
    to->resize(before + count);
    co_return !error;
  }
  const auto [error, count] = co_await socket_.async_read_some(space, kAwait);
  to->resize(before + count);
  co_return !error;
}

base::Task<bool> Wire::write(std::string bytes) {
  const auto all = asio::buffer(bytes);
  if (tls_) {
    const auto [error, written] = co_await asio::async_write(tls_->stream, all, kAwait);
    co_return !error;
  }
  const auto [error, written] = co_await asio::async_write(socket_, all, kAwait);
  co_return !error;
}

}  // namespace assay::fakes
