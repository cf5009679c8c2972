#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "integration/http_client.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace assay::tests {

/// Makes a self-signed certificate for "localhost" and its key as PEM files. `name` is its subject, so that
/// tests can tell certificates apart.
void make_certificate(const std::filesystem::path& cert_file, const std::filesystem::path& key_file,
                      const std::string& name);

/// A blocking HTTPS client that takes any certificate.
class TlsClient {
 public:
  struct Wish {
    int min_version = 0;  ///< 0: the library's
    int max_version = 0;
    std::string_view alpn;  ///< in wire format; empty: none is offered
  };
  explicit TlsClient(std::uint16_t port) : TlsClient(port, Wish{}) {}
  TlsClient(std::uint16_t port, Wish wish);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool connected() const { return connected_; }
  std::string version() const;   ///< "TLSv1.3"
  std::string subject() const;   ///< common name of the server's certificate
  std::string protocol() const;  ///< what ALPN chose
  void send(std::string_view bytes);
  /// Bytes up to and including `end`, or all until the connection ends.
  std::string read_until(std::string_view end);
  HttpAnswer ask(std::string_view method, std::string_view target, std::string_view body = {},
                 std::string_view more_fields = {});

 private:
  bool fill();

  int socket_ = -1;
  ssl_ctx_st* context_ = nullptr;
  ssl_st* ssl_ = nullptr;
  bool connected_ = false;
  std::string buffer_;
};

}  // namespace assay::tests
