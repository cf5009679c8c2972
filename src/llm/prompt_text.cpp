#include "llm/prompt_text.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"

namespace assay::llm {
namespace {

constexpr std::string_view kClippedMark = " [line cut here]";

void append_number(std::string& out, int number, std::size_t width) {
  char digits[16];
  const auto size =
      static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits);
  if (size < width) out.append(width - size, ' ');
  out.append(digits, size);
}

}  // namespace

void fill_prompt(std::string& out, std::string_view pattern, std::initializer_list<PromptValue> values) {
  while (true) {
    const auto open = pattern.find("{{");
    const auto close = pattern.find("}}", open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += pattern.substr(0, open);
    const auto name = pattern.substr(open + 2, close - open - 2);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const PromptValue& value) { return value.first == name; });
    if (found != values.end()) out += found->second;
    pattern.remove_prefix(close + 2);
  }
  out += pattern;
}

std::string plain_line(std::string_view text, std::size_t max_bytes) {
  std::string out;
  for (const char c : base::utf8_prefix(text, max_bytes))
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out;
}

std::string file_line(std::string_view filename) {
  constexpr std::size_t kMaxFilenameBytes = 200;
  return filename.empty() ? std::string("(not named)") : plain_line(filename, kMaxFilenameBytes);
}

std::string delimiter(base::Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (auto bits = random.next(); out.size() < 16; bits >>= 4) out += kHex[bits & 15];
  return out;
}

std::string numbered_lines(std::span<const std::string_view> lines, core::LineRange part,
                           std::size_t max_line_bytes) {
  const auto width = std::to_string(part.end).size();
  std::string out;
  std::size_t bytes = 0;
  for (int number = part.start; number <= part.end; ++number)
    bytes += lines[static_cast<std::size_t>(number - 1)].size() + width + 3;
  out.reserve(bytes);
  for (int number = part.start; number <= part.end; ++number) {
    const auto line = lines[static_cast<std::size_t>(number - 1)];
    append_number(out, number, width);
    out += "| ";
    if (max_line_bytes != 0 && line.size() > max_line_bytes) {
      out += base::utf8_prefix(line, max_line_bytes);
      out += kClippedMark;
    } else {
      out += line;
    }
    out += '\n';
  }
  return out;
}

}  // namespace assay::llm
