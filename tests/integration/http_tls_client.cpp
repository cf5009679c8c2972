#include "integration/http_tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace assay::tests {
namespace {

void check(bool good, const char* what) {
  if (!good) throw std::runtime_error{what};
}

std::string common_name(X509* certificate) {
  std::array<char, 128> text{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(),
                            static_cast<int>(text.size()));
  return text.data();
}

}  // namespace

void make_certificate(const std::filesystem::path& cert_file, const std::filesystem::path& key_file,
                      const std::string& name) {
  constexpr long kDay = 24 * 3600;
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
  check(key && certificate, "no memory for a certificate");
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
  X509_set_pubkey(certificate.get(), key.get());
  auto* const subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  check(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "the certificate can't be signed");
  const auto write = [](const std::filesystem::path& file, auto&& put) {
    const std::unique_ptr<FILE, decltype(&std::fclose)> out{std::fopen(file.c_str(), "w"), std::fclose};
    check(out && put(out.get()) == 1, "a PEM file can't be written");
  };
  write(cert_file, [&](FILE* out) { return PEM_write_X509(out, certificate.get()); });
  write(key_file, [&](FILE* out) {
    return PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

TlsClient::TlsClient(std::uint16_t port, Wish wish)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)), context_(SSL_CTX_new(TLS_client_method())) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
        "can't connect");
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  // Old versions are off in Debian's configuration; the test offers them all the same.
  SSL_CTX_set_security_level(context_, 0);
  if (wish.min_version != 0) SSL_CTX_set_min_proto_version(context_, wish.min_version);
  if (wish.max_version != 0) SSL_CTX_set_max_proto_version(context_, wish.max_version);
  ssl_ = SSL_new(context_);
  if (!wish.alpn.empty())
    SSL_set_alpn_protos(ssl_, reinterpret_cast<const unsigned char*>(wish.alpn.data()),
                        static_cast<unsigned>(wish.alpn.size()));
  SSL_set_fd(ssl_, socket_);
  connected_ = SSL_connect(ssl_) == 1;
}

TlsClient::~TlsClient() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  ::close(socket_);
}

std::string TlsClient::version() const { return SSL_get_version(ssl_); }

std::string TlsClient::subject() const {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate{SSL_get1_peer_certificate(ssl_), X509_free};
  return certificate ? common_name(certificate.get()) : std::string{};
}

std::string TlsClient::protocol() const {
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_, &chosen, &size);
  return {reinterpret_cast<const char*>(chosen), size};
}

void TlsClient::send(std::string_view bytes) {
  SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
}

bool TlsClient::fill() {
  std::array<char, 16384> bytes{};
  const int got = SSL_read(ssl_, bytes.data(), static_cast<int>(bytes.size()));
  if (got <= 0) return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::string TlsClient::read_until(std::string_view end) {
  std::size_t at = 0;
  while ((at = buffer_.find(end)) == std::string::npos) {
    if (!fill()) return std::exchange(buffer_, {});
  }
  auto out = buffer_.substr(0, at + end.size());
  buffer_.erase(0, at + end.size());
  return out;
}

HttpAnswer TlsClient::ask(std::string_view method, std::string_view target, std::string_view body,
                          std::string_view more_fields) {
  std::string request{method};
  request.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(more_fields);
  if (!body.empty())
    request.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  send(request.append("\r\n").append(body));
  auto answer = parse_answer_head(read_until("\r\n\r\n"));
  if (answer.field("content-length").empty()) return answer;
  const auto size = static_cast<std::size_t>(std::stoull(answer.field("content-length")));
  while (buffer_.size() < size && fill()) {
  }
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

}  // namespace assay::tests
