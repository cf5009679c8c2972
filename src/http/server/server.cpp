#include "http/server/server.hpp"

#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <optional>
#include <thread>

#include "http/server/loop.hpp"

namespace assay::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int kMaxDefaultThreads = 4;
constexpr int kBacklog = 4096;

tl::unexpected<base::Error> explain(const ErrorCode& error, const Tcp::endpoint& endpoint) {
  const std::string where = endpoint.address().to_string() + " port " + std::to_string(endpoint.port());
  if (error == asio::error::address_in_use) {
    return base::fail(base::Errc::unavailable, "Another program listens on " + where + " already.");
  }
  if (error == asio::error::access_denied) {
    return base::fail(base::Errc::forbidden, "No permission to listen on " + where + ".");
  }
  return base::fail(base::Errc::invalid_argument, "Can't listen on " + where + ": " + error.message() + ".");
}

/// With SO_REUSEPORT a second server of the same user could bind the same port and take half of the
/// connections: a first socket without it finds out whether somebody is there.
ErrorCode probe(asio::io_context& context, const Tcp::endpoint& endpoint) {
  ErrorCode error;
  Acceptor acceptor{context.get_executor()};
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1, error);
  return error;
}

ErrorCode open(Acceptor& acceptor, const Tcp::endpoint& endpoint) {
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
  if (!error) acceptor.set_option(ReusePort{true}, error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(kBacklog, error);
  return error;
}

}  // namespace

struct Server::Impl {
  struct Worker {
    Worker(const ServerOptions& options, Application& application, Connections& connections)
        : loop(context, {options.limits, application, connections, options.tls}),
          acceptor(context.get_executor()) {}
    asio::io_context context{1};
    Loop loop;
    Acceptor acceptor;
    std::optional<asio::executor_work_guard<base::Executor>> work;
    std::thread thread;
  };

  ServerOptions options;
  std::uint16_t port = 0;
  std::optional<Connections> connections;
  std::vector<std::unique_ptr<Worker>> workers;
  bool started = false;
  bool stopped = false;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(std::chrono::milliseconds{0}); }

base::Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Application& application) {
  ErrorCode error;
  const auto address = asio::ip::make_address(
      options.address == "localhost" ? std::string{"127.0.0.1"} : options.address, error);
  if (error) {
    return base::fail(base::Errc::invalid_argument,
                      "\"" + options.address + "\" is no IP address to listen on.", "listen");
  }
  auto impl = std::make_unique<Impl>();
  impl->options = std::move(options);
  impl->connections.emplace(impl->options.limits, impl->options.is_exempt);
  int threads = impl->options.threads;
  if (threads <= 0)
    threads = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxDefaultThreads);
  Tcp::endpoint endpoint{address, impl->options.port};
  for (int i = 0; i < threads; ++i) {
    impl->workers.push_back(std::make_unique<Impl::Worker>(impl->options, application, *impl->connections));
    auto& worker = *impl->workers.back();
    if (i == 0 && endpoint.port() != 0) error = probe(worker.context, endpoint);
    if (!error) error = open(worker.acceptor, endpoint);
    if (error) return explain(error, endpoint);
    endpoint.port(worker.acceptor.local_endpoint(error).port());
  }
  impl->port = endpoint.port();
  return std::unique_ptr<Server>{new Server(std::move(impl))};
}

void Server::start() {
  impl_->started = true;
  int index = 0;
  for (auto& worker : impl_->workers) {
    worker->work.emplace(worker->context.get_executor());
    worker->loop.start(std::move(worker->acceptor));
    worker->thread = std::thread([&context = worker->context] { context.run(); });
    pthread_setname_np(worker->thread.native_handle(), ("assay-http-" + std::to_string(index++)).c_str());
  }
}

void Server::stop(std::chrono::milliseconds deadline) {
  if (std::exchange(impl_->stopped, true)) return;
  if (impl_->started) {
    for (auto& worker : impl_->workers) worker->loop.request_stop();
    const auto until = std::chrono::steady_clock::now() + deadline;
    while (impl_->connections->open() > 0 && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    for (auto& worker : impl_->workers) {
      worker->work.reset();
      worker->context.stop();
    }
    for (auto& worker : impl_->workers) worker->thread.join();
  }
  impl_->workers.clear();
}

std::uint16_t Server::port() const { return impl_->port; }
std::size_t Server::threads() const { return impl_->workers.size(); }
base::Executor Server::executor(std::size_t index) const {
  return impl_->workers.at(index)->context.get_executor();
}

}  // namespace assay::http
