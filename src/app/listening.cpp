#include "app/listening.hpp"

#include "app/serve_options.hpp"
#include "base/log.hpp"
#include "cli/config/derived.hpp"

namespace assay::app {
namespace {

constexpr std::chrono::seconds kLongestStop{10};

}  // namespace

base::Result<std::unique_ptr<Listening>> Listening::open(const cli::Configuration& configuration,
                                                         const cli::ListenAddress& address,
                                                         const http::ClientAddress& client_address,
                                                         http::Application& application) {
  std::unique_ptr<Listening> made{new Listening};
  if (!configuration.tls.cert.empty()) {
    auto read = http::TlsCredentials::load(configuration.tls.cert, configuration.tls.key);
    if (!read) return base::fail(read.error());
    made->tls_ = std::move(*read);
  }
  auto options = server_options(configuration, address, client_address);
  options.tls = made->tls_.get();
  auto server = http::Server::listen(std::move(options), application);
  if (!server) return base::fail(server.error());
  made->server_ = std::move(*server);
  made->address_ = address;
  made->address_.port = made->server_->port();
  made->url_ = (made->tls_ ? "https://" : "http://") + cli::to_string(made->address_);
  return made;
}

void Listening::stop() { server_->stop(kLongestStop); }

std::string Listening::local_url() const {
  auto reached = address_;
  if (reached.host == "0.0.0.0") reached.host = "127.0.0.1";
  if (reached.host == "::") reached.host = "::1";
  return (tls_ ? "https://" : "http://") + cli::to_string(reached);
}

void Listening::reload(const std::function<base::Result<void>()>& then) {
  if (!tls_) return base::log::info("SIGHUP: there is no certificate to read again");
  auto reloaded = tls_->reload();
  if (reloaded && then) reloaded = then();
  if (reloaded) {
    base::log::info("the certificate was read again");
  } else {
    base::log::error("the certificate could not be read again", {{"reason", reloaded.error().message}});
  }
}

}  // namespace assay::app
