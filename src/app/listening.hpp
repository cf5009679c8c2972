#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "cli/config/configuration.hpp"
#include "http/server/server.hpp"
#include "http/server/tls.hpp"
#include "http/site.hpp"

namespace assay::app {

/// Where a process answers HTTP or, where the settings name a certificate, HTTPS.
class Listening {
 public:
  /// Binds `address`; answers nothing before `start`. `application` outlives it. An error: the certificate
  /// can't be read, the address can't be had.
  static base::Result<std::unique_ptr<Listening>> open(const cli::Configuration& configuration,
                                                       const cli::ListenAddress& address,
                                                       const http::ClientAddress& client_address,
                                                       http::Application& application);

  void start() { server_->start(); }
  /// Blocks until what was asked is answered, ten seconds at most.
  void stop();

  /// "https://0.0.0.0:8443", with the port that it got.
  const std::string& url() const { return url_; }
  /// The same as this machine reaches it.
  std::string local_url() const;
  /// See TlsCredentials::pin; empty without a certificate.
  std::string pin() const { return tls_ ? tls_->pin() : std::string{}; }
  /// Reads the certificate again, where there is one, then does what else a new one asks for (`then` may be
  /// empty). Tells the log how it went; on an error everything stays as it was.
  void reload(const std::function<base::Result<void>()>& then);

 private:
  Listening() = default;

  cli::ListenAddress address_;
  std::string url_;
  std::unique_ptr<http::TlsCredentials> tls_;  // null: plain
  std::unique_ptr<http::Server> server_;
};

}  // namespace assay::app
