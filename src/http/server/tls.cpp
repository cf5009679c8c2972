#include "http/server/tls.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509err.h>
#include <sys/socket.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace assay::http {
namespace {

/// The oldest error that OpenSSL keeps for this thread; forgets them all.
unsigned long take_openssl_error() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  return code;
}

/// In words: "no start line", "No such file or directory".
std::string in_words(unsigned long code) {
  if (ERR_SYSTEM_ERROR(code)) return std::generic_category().message(ERR_GET_REASON(code));
  const char* const reason = ERR_reason_error_string(code);
  return reason ? reason : "error " + std::to_string(code) + " of OpenSSL";
}

bool is_mismatch(unsigned long code) {
  return ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
}

/// HTTP/1.1 is all that is spoken here; a client that offers other protocols only is told so.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr std::string_view kHttp11 = "http/1.1";
  for (unsigned at = 0; at < offered_size; at += offered[at] + 1U) {
    const std::string_view name{reinterpret_cast<const char*>(offered + at + 1), offered[at]};
    if (at + 1 + name.size() > offered_size || name != kHttp11) continue;
    *chosen = offered + at + 1;
    *chosen_size = offered[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

base::Result<std::shared_ptr<SSL_CTX>> make_context(const std::string& cert_file,
                                                    const std::string& key_file) {
  const auto refuse = [](std::string field, std::string sentence) {
    return base::fail(base::Errc::invalid_argument, std::move(sentence), std::move(field));
  };
  std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  if (!context)
    return base::fail(base::Errc::exhausted, "TLS can't be set up: " + in_words(take_openssl_error()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // Only forward secrecy with authenticated encryption (1.3 knows no other).
  SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context.get(), cert_file.c_str()) != 1)
    return refuse("tls.cert",
                  cert_file + " holds no certificate that can be used: " + in_words(take_openssl_error()));
  if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    const auto error = take_openssl_error();
    return refuse("tls.key", is_mismatch(error)
                                 ? key_file + " is not the key of the certificate in " + cert_file
                                 : key_file + " holds no key that can be used: " + in_words(error));
  }
  return context;
}

}  // namespace

TlsSession::TlsSession(std::shared_ptr<ssl_ctx_st> context, int socket)
    : context_(std::move(context)), ssl_(SSL_new(context_.get())) {
  if (ssl_ == nullptr) return;
  SSL_set_fd(ssl_, socket);
  SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() { SSL_free(ssl_); }

TlsWants TlsSession::after(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return TlsWants::read;
    case SSL_ERROR_WANT_WRITE:
      return TlsWants::write;
    default:
      ERR_clear_error();
      return TlsWants::closed;
  }
}

TlsWants TlsSession::shake_hands() {
  if (ssl_ == nullptr) return TlsWants::closed;
  if (!begun_) {
    char first = 0;
    const auto count = ::recv(SSL_get_fd(ssl_), &first, 1, MSG_PEEK);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return TlsWants::read;
    if (count <= 0) return TlsWants::closed;
    // Every method of HTTP begins with a capital letter; a record of TLS with a number below 32.
    if (first >= 'A' && first <= 'Z') return TlsWants::plain_http;
    begun_ = true;
  }
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  return result == 1 ? TlsWants::nothing : after(result);
}

TlsWants TlsSession::read(std::span<char> space, std::size_t& count) {
  ERR_clear_error();
  const int result = SSL_read_ex(ssl_, space.data(), space.size(), &count);
  return result == 1 ? TlsWants::nothing : after(result);
}

Sent TlsSession::write(const iovec* parts, int parts_count, std::size_t& count) {
  count = 0;
  for (int i = 0; i < parts_count; ++i) {
    std::size_t done = 0;
    while (done < parts[i].iov_len) {
      std::size_t written = 0;
      ERR_clear_error();
      const int result = SSL_write_ex(ssl_, static_cast<const char*>(parts[i].iov_base) + done,
                                      parts[i].iov_len - done, &written);
      // Without renegotiation writing never waits for something to read.
      if (result != 1) return after(result) == TlsWants::write ? Sent::would_block : Sent::failed;
      done += written;
      count += written;
    }
  }
  return Sent::all;
}

void TlsSession::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

base::Result<std::unique_ptr<TlsCredentials>> TlsCredentials::load(std::string cert_file,
                                                                   std::string key_file) {
  std::unique_ptr<TlsCredentials> credentials{new TlsCredentials{std::move(cert_file), std::move(key_file)}};
  if (auto loaded = credentials->reload(); !loaded) return base::fail(loaded.error());
  return credentials;
}

base::Result<void> TlsCredentials::reload() {
  auto context = make_context(cert_file_, key_file_);
  if (!context) return base::fail(context.error());
  context_.store(std::move(*context));
  return {};
}

std::string TlsCredentials::pin() const {
  const auto context = context_.load();
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(SSL_CTX_get0_certificate(context.get())), &der);
  if (size <= 0) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned digest_size = 0;
  EVP_Digest(der, static_cast<std::size_t>(size), digest.data(), &digest_size, EVP_sha256(), nullptr);
  OPENSSL_free(der);
  std::array<unsigned char, 64> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest_size));
  return "sha256//" + std::string{reinterpret_cast<const char*>(base64.data())};
}

}  // namespace assay::http
