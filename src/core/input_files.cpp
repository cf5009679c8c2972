#include "core/input_files.hpp"

#include <algorithm>
#include <array>

namespace assay::core {

std::vector<InputText> texts_of(const ReviewInput& input) {
  if (input.files.empty()) return {InputText{input.filename, input.language, input.code}};
  std::vector<InputText> texts;
  texts.reserve(input.files.size());
  for (const auto& file : input.files) {
    texts.push_back({file.path, file.language, file.code, file.changed ? &*file.changed : nullptr,
                     file.known.empty() ? nullptr : &file.known});
  }
  return texts;
}

int count_lines(std::string_view code) {
  const auto newlines = std::ranges::count(code, '\n');
  return static_cast<int>(newlines) + (code.empty() || code.ends_with('\n') ? 0 : 1);
}

Language main_language(const std::vector<InputFile>& files) {
  std::array<std::size_t, 256> bytes{};
  auto best = Language::text;
  std::size_t most = 0;
  for (const auto& file : files) bytes[static_cast<std::size_t>(file.language)] += file.code.size();
  for (const auto& file : files) {
    const auto size = bytes[static_cast<std::size_t>(file.language)];
    if (size <= most) continue;
    most = size;
    best = file.language;
  }
  return best;
}

bool touches(LineRange lines, const std::vector<LineRange>& ranges) {
  return std::ranges::any_of(
      ranges, [&](const LineRange& range) { return lines.start <= range.end && range.start <= lines.end; });
}

std::string_view path_problem(std::string_view path) {
  constexpr std::size_t kMaxPath = 1024;
  if (path.empty()) return "must not be empty";
  if (path.size() > kMaxPath) return "must have at most 1024 bytes";
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(path, control)) return "must not have control characters";
  if (path.starts_with('/')) return "must be relative";
  while (true) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty()) return "must not have an empty part";
    if (part == "." || part == "..") return "must not have a part \".\" or \"..\"";
    if (slash == std::string_view::npos) return {};
    path.remove_prefix(slash + 1);
  }
}

}  // namespace assay::core
