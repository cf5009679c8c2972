// Any text is a diff or is refused; where one applies to a text, what comes out is what it promises. The
// input is the text before the change, a NUL, and the diff.

#include <cstdlib>
#include <string_view>

#include "core/unified_diff.hpp"

namespace {

void check_lines(const std::vector<assay::core::LineRange>& lines) {
  int last = 0;
  for (const auto& range : lines) {
    if (range.start <= 0 || range.end < range.start || range.start < last) std::abort();
    last = range.start;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  constexpr std::size_t kMaxBytes = 1 << 16;
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const auto cut = input.find('\0');
  const auto before = cut == std::string_view::npos ? std::string_view{} : input.substr(0, cut);
  const auto diff =
      assay::core::parse_unified_diff(cut == std::string_view::npos ? input : input.substr(cut + 1));
  if (!diff) return 0;
  if (diff->files.empty()) std::abort();
  for (const auto& file : diff->files) {
    check_lines(assay::core::known_lines(file));
    check_lines(assay::core::changed_lines(file));
    if (const auto shown = assay::core::shown_lines(file, kMaxBytes); shown && shown->size() > kMaxBytes)
      std::abort();
    const auto after = assay::core::apply_diff(file, before);
    if (after && !assay::core::check_applied(file, *after)) std::abort();
  }
  return 0;
}
