#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace assay::base {

/// SHA-256 over bytes given in pieces. Not thread-safe; reusable after `finish`.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  /// An 8-byte big-endian length, then the bytes: fields fed so can't run into each other.
  void update_field(std::string_view bytes);
  void update_field(std::uint64_t number);
  /// The 32 raw bytes of the digest; starts anew afterwards.
  std::string finish();

 private:
  void* context_;
};

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace assay::base
