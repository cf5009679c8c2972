#include "fakes/fake_provider.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "fakes/connection.hpp"

namespace assay::fakes {
namespace {

namespace asio = boost::asio;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, base::Executor>;

base::Task<void> accept_all(Acceptor* acceptor, TlsServer* tls, ProviderState* state) {
  std::uint64_t number = 0;
  for (;;) {
    auto [error, socket] =
        co_await acceptor->async_accept(asio::as_tuple(asio::use_awaitable_t<base::Executor>{}));
    if (error == asio::error::operation_aborted) co_return;
    if (error) continue;
    asio::co_spawn(acceptor->get_executor(),
                   serve_connection(Socket(std::move(socket)), tls, state, ++number), asio::detached);
  }
}

}  // namespace

struct FakeProvider::Impl {
  explicit Impl(FakeOptions options) : state(std::move(options)) {}

  ProviderState state;
  std::unique_ptr<TlsServer> tls;  // null: plain
  asio::io_context io{1};
  Acceptor acceptor{io.get_executor()};
  std::string origin;
  std::thread thread;
};

base::Result<std::unique_ptr<FakeProvider>> FakeProvider::start(FakeOptions options,
                                                                const std::string& address,
                                                                unsigned short port) {
  const bool encrypted = options.tls;
  auto impl = std::make_unique<Impl>(std::move(options));
  if (encrypted) {
    auto tls = TlsServer::create();
    if (!tls) return base::fail(std::move(tls.error()));
    impl->tls = std::move(*tls);
  }
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return base::fail(base::Errc::invalid_argument, "not an address: " + address, "listen");
  const asio::ip::tcp::endpoint endpoint(ip, port);
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(4096, error);
  if (error) return base::fail(base::Errc::unavailable, "can't listen: " + error.message(), "listen");
  const auto bound = impl->acceptor.local_endpoint(error);
  impl->origin = (encrypted ? "https://" : "http://") +
                 std::string(bound.address().is_v6() ? "[" + address + "]" : address) + ":" +
                 std::to_string(bound.port());
  asio::co_spawn(impl->io, accept_all(&impl->acceptor, impl->tls.get(), &impl->state), asio::detached);
  impl->thread = std::thread([io = &impl->io] { io->run(); });
  return std::unique_ptr<FakeProvider>(new FakeProvider(std::move(impl)));
}

FakeProvider::FakeProvider(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

FakeProvider::~FakeProvider() {
  impl_->io.stop();
  impl_->thread.join();
}

const std::string& FakeProvider::origin() const { return impl_->origin; }
std::string FakeProvider::certificate() const {
  return impl_->tls ? impl_->tls->certificate() : std::string{};
}
void FakeProvider::script(Script script) { impl_->state.set_script(std::move(script)); }

void FakeProvider::script(std::initializer_list<const char*> faults) {
  Script script;
  for (const char* text : faults) {
    // A misspelt fault in a test must not pass for a clean reply.
    script.faults.push_back(parse_fault(text).value());
  }
  impl_->state.set_script(std::move(script));
}

void FakeProvider::hold() { impl_->state.held() = true; }
void FakeProvider::release() { impl_->state.held() = false; }
void FakeProvider::reset() { impl_->state.reset(); }
const RequestLog& FakeProvider::log() const { return impl_->state.log(); }
int FakeProvider::open_connections() const { return impl_->state.open_connections(); }

}  // namespace assay::fakes
