#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "base/task.hpp"
#include "fakes/tls_identity.hpp"

namespace assay::fakes {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, base::Executor>;

/// What makes a server's connections TLS ones.
class TlsServer {
 public:
  static base::Result<std::unique_ptr<TlsServer>> create();
  ~TlsServer();
  /// PEM; a client that trusts it trusts this server.
  const std::string& certificate() const;

 private:
  friend class Wire;
  struct Impl;
  explicit TlsServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A connection, plain or encrypted. Everything on its executor; outlives its calls.
class Wire {
 public:
  /// `tls` may be null; else it outlives this.
  Wire(Socket socket, TlsServer* tls);
  ~Wire();

  /// False: the client does not want TLS, or not with us.
  base::Task<bool> handshake();
  /// Appends what has come; false at the end.
  base::Task<bool> read_some(std::string* to);
  base::Task<bool> write(std::string bytes);
  bool encrypted() const { return tls_ != nullptr; }
  Socket& socket() { return socket_; }

 private:
  struct Encryption;
  Socket socket_;
  std::unique_ptr<Encryption> tls_;
};

}  // namespace assay::fakes
