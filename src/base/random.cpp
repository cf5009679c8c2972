#include "base/random.hpp"

#include <sys/random.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace assay::base {

std::uint64_t SystemRandom::next() {
  thread_local std::array<std::uint64_t, 32> buffer;
  thread_local std::size_t used = buffer.size();
  if (used == buffer.size()) {
    // 256 bytes: never cut short by a signal once the pool is initialised (getrandom(2)).
    if (getrandom(buffer.data(), sizeof buffer, 0) != static_cast<ssize_t>(sizeof buffer)) std::abort();
    used = 0;
  }
  return std::exchange(buffer[used++], 0);
}

std::uint64_t SeededRandom::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace assay::base
