#pragma once
#include <sys/uio.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"
#include "http/server/send.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace assay::http {

/// What a step of TLS needs before it can go on.
enum class TlsWants { nothing, read, write, closed, plain_http };

/// The TLS side of one connection, over a socket that does not block. Used on the connection's thread. The
/// process has to ignore SIGPIPE.
class TlsSession {
 public:
  TlsSession(std::shared_ptr<ssl_ctx_st> context, int socket);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  /// Goes on with the handshake. `nothing`: it is done. `plain_http`: the other side speaks HTTP without TLS;
  /// what it sent is still to be read.
  TlsWants shake_hands();
  /// Reads what is there. `nothing`: `count` bytes are in `space`.
  TlsWants read(std::span<char> space, std::size_t& count);
  /// Writes what it can; like send_some.
  Sent write(const iovec* parts, int parts_count, std::size_t& count);
  /// Tells the other side that nothing more comes, if that does not block.
  void say_goodbye();

 private:
  TlsWants after(int result);

  std::shared_ptr<ssl_ctx_st> context_;
  ssl_st* ssl_;
  bool begun_ = false;  ///< the other side's first byte was looked at
};

/// The server's certificate and key, from files, which can be read again while connections go on. TLS 1.2 and
/// newer. Thread-safe.
class TlsCredentials {
 public:
  /// `cert_file`: PEM, the server's certificate and those that lead to its authority; `key_file`: PEM.
  /// invalid_argument with the file at fault.
  static base::Result<std::unique_ptr<TlsCredentials>> load(std::string cert_file, std::string key_file);

  /// Reads the files again: for new connections. On an error everything stays as it was.
  base::Result<void> reload();
  std::shared_ptr<ssl_ctx_st> context() const { return context_.load(); }
  /// "sha256//…": the certificate's public key, as libcurl pins it.
  std::string pin() const;

 private:
  TlsCredentials(std::string cert_file, std::string key_file)
      : cert_file_(std::move(cert_file)), key_file_(std::move(key_file)) {}

  std::string cert_file_;
  std::string key_file_;
  std::atomic<std::shared_ptr<ssl_ctx_st>> context_;
};

}  // namespace assay::http
