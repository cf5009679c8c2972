// Whatever the bytes are: an error that names a line, or a diff whose own lines are a file that it fits.

#include <cstdlib>

#include "core/unified_diff.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assay::core;
  const auto diff = parse_unified_diff({reinterpret_cast<const char*>(data), size});
  if (!diff) return diff.error().field == "diff" ? 0 : (std::abort(), 0);
  constexpr std::size_t kMaxBytes = 1 << 16;
  for (const auto& file : diff->files) {
    const auto after = shown_lines(file, kMaxBytes);
    if (!after) continue;
    const auto known = known_lines(file);
    for (const auto& range : changed_lines(file)) {
      if (range.start < 1 || range.end < range.start) std::abort();
    }
    for (std::size_t i = 1; i < known.size(); ++i) {
      if (known[i].start <= known[i - 1].end) std::abort();
    }
    if (!check_applied(file, *after)) std::abort();
    (void)apply_diff(file, *after);
  }
  return 0;
}
