#include "base/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

#include "base/uuid.hpp"

namespace assay::base {
namespace {

/// Fetched once: looking the algorithm up costs more than hashing a short text (OpenSSL 3 migration guide).
const EVP_MD* algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kAlgorithm;
}

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

void must(int ok) {
  if (ok != 1) std::abort();  // only out of memory can make SHA-256 fail
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  must(EVP_DigestInit_ex2(as_context(context_), algorithm(), nullptr));
}

Sha256::~Sha256() { EVP_MD_CTX_free(as_context(context_)); }

void Sha256::update(std::string_view bytes) {
  must(EVP_DigestUpdate(as_context(context_), bytes.data(), bytes.size()));
}

void Sha256::update_field(std::string_view bytes) {
  update_field(static_cast<std::uint64_t>(bytes.size()));
  update(bytes);
}

void Sha256::update_field(std::uint64_t number) {
  std::array<char, 8> big_endian{};
  for (std::size_t i = 0; i < big_endian.size(); ++i)
    big_endian[i] = static_cast<char>(number >> (56 - 8 * i));
  update({big_endian.data(), big_endian.size()});
}

std::string Sha256::finish() {
  std::string digest(32, '\0');
  unsigned length = 0;
  must(EVP_DigestFinal_ex(as_context(context_), reinterpret_cast<unsigned char*>(digest.data()), &length));
  must(EVP_DigestInit_ex2(as_context(context_), algorithm(), nullptr));
  return digest;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return to_hex(hash.finish());
}

}  // namespace assay::base
