#include <openssl/evp.h>

#include <array>

#include "broker/redis/client.hpp"

namespace assay::broker::redis {

Script::Script(std::string_view source) : source_(source) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(source.data(), source.size(), digest.data(), &size, EVP_sha1(), nullptr);
  for (unsigned i = 0; i < size; ++i) {
    sha1_.push_back(kDigits[digest[i] >> 4]);
    sha1_.push_back(kDigits[digest[i] & 15]);
  }
}

}  // namespace assay::broker::redis
