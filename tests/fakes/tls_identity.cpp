#include "fakes/tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace assay::fakes {
namespace {

template <auto Free>
struct FreeBy {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeBy<X509_free>>;
using Bio = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;

bool add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, FreeBy<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate make_certificate(EVP_PKEY* key) {
  constexpr long kVersion3 = 2;
  constexpr long kHour = 3'600;
  Certificate made(X509_new());
  auto* certificate = made.get();
  if (certificate == nullptr) return nullptr;
  auto* name = X509_get_subject_name(certificate);
  const auto* common = reinterpret_cast<const unsigned char*>("assay-fake-provider");
  const bool good = X509_set_version(certificate, kVersion3) == 1 &&
                    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
                    X509_gmtime_adj(X509_getm_notBefore(certificate), -kHour) != nullptr &&
                    X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * kHour) != nullptr &&
                    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
                    X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
                    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE") &&
                    add_extension(certificate, NID_subject_alt_name, "IP:127.0.0.1,IP:::1,DNS:localhost") &&
                    X509_sign(certificate, key, EVP_sha256()) > 0;
  return good ? std::move(made) : nullptr;
}

template <class Write>
std::string to_pem(Write write) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || write(bio.get()) != 1) return {};
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

base::Result<TlsIdentity> make_tls_identity() {
  const Key key(EVP_EC_gen("P-256"));
  const auto certificate = key ? make_certificate(key.get()) : nullptr;
  if (!certificate) return base::fail(base::Errc::internal, "no certificate could be made");
  TlsIdentity identity;
  identity.key = to_pem([&](BIO* out) {
    return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  identity.certificate = to_pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); });
  return identity;
}

}  // namespace assay::fakes
