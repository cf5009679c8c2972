#include "core/histogram.hpp"

#include <algorithm>
#include <bit>

namespace assay::core {
namespace {

constexpr int kExact = 64;       // bins of one millisecond
constexpr int kPerOctave = 32;   // bins of a power of two above
constexpr int kFirstOctave = 6;  // 2^6 = kExact
constexpr int kPrecision = 5;    // 2^5 = kPerOctave

}  // namespace

int Histogram::bin_of(std::int64_t milliseconds) {
  if (milliseconds < kExact) return static_cast<int>(std::max<std::int64_t>(0, milliseconds));
  const auto value = static_cast<std::uint64_t>(milliseconds);
  const int octave = static_cast<int>(std::bit_width(value)) - 1;
  const int within = static_cast<int>((value >> (octave - kPrecision)) & (kPerOctave - 1));
  return kExact + (octave - kFirstOctave) * kPerOctave + within;
}

std::int64_t Histogram::middle_of(int bin) {
  if (bin < kExact) return bin;
  const int octave = kFirstOctave + (bin - kExact) / kPerOctave;
  const int within = (bin - kExact) % kPerOctave;
  const std::int64_t width = std::int64_t{1} << (octave - kPrecision);
  return (std::int64_t{1} << octave) + within * width + width / 2;
}

std::optional<std::int64_t> Histogram::percentile(int percent) const {
  if (total_ <= 0) return std::nullopt;
  const std::int64_t rank = std::max<std::int64_t>(1, (total_ * percent + 99) / 100);
  std::int64_t seen = 0;
  for (int bin = 0; bin < kBins; ++bin) {
    seen += bins_[static_cast<std::size_t>(bin)];
    if (seen >= rank) return middle_of(bin);
  }
  return std::nullopt;
}

}  // namespace assay::core
