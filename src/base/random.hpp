#pragma once
#include <cstdint>

namespace assay::base {

/// Where chance comes from; injected so that tests are repeatable.
class Random {
 public:
  virtual ~Random() = default;
  /// 64 uniform bits. Thread-safe.
  virtual std::uint64_t next() = 0;
};

/// The operating system's generator (getrandom), buffered per thread. Fit for ids, delimiters and tokens.
class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;
};

/// splitmix64 (Steele, Lea, Flood 2014) from a seed: repeatable, not secret. Not thread-safe.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() override;

 private:
  std::uint64_t state_;
};

}  // namespace assay::base
