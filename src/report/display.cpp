#include "report/display.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.hpp"

namespace assay::report {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// Marks that stand on the character before them (Unicode 15, the common blocks).
constexpr std::array kCombining = {
    CodeRange{0x0300, 0x036f}, CodeRange{0x0483, 0x0489}, CodeRange{0x0591, 0x05bd},
    CodeRange{0x064b, 0x065f}, CodeRange{0x0900, 0x0902}, CodeRange{0x093c, 0x093c},
    CodeRange{0x0e31, 0x0e31}, CodeRange{0x0e34, 0x0e3a}, CodeRange{0x1ab0, 0x1aff},
    CodeRange{0x1dc0, 0x1dff}, CodeRange{0x20d0, 0x20ff}, CodeRange{0xfe00, 0xfe0f},
    CodeRange{0xfe20, 0xfe2f}};

/// East Asian wide and fullwidth, and emoji (Unicode 15, EastAsianWidth W and F, the common blocks).
constexpr std::array kWide = {
    CodeRange{0x1100, 0x115f},   CodeRange{0x2e80, 0x303e},   CodeRange{0x3041, 0x33ff},
    CodeRange{0x3400, 0x4dbf},   CodeRange{0x4e00, 0x9fff},   CodeRange{0xa000, 0xa4cf},
    CodeRange{0xac00, 0xd7a3},   CodeRange{0xf900, 0xfaff},   CodeRange{0xfe30, 0xfe4f},
    CodeRange{0xff00, 0xff60},   CodeRange{0xffe0, 0xffe6},   CodeRange{0x1f300, 0x1f64f},
    CodeRange{0x1f680, 0x1f6ff}, CodeRange{0x1f900, 0x1f9ff}, CodeRange{0x20000, 0x3fffd}};

/// C1 controls, soft hyphen, zero-width and direction marks, separators, byte order mark, tags.
constexpr std::array kHidden = {CodeRange{0x0080, 0x009f}, CodeRange{0x00ad, 0x00ad},
                                CodeRange{0x061c, 0x061c}, CodeRange{0x200b, 0x200f},
                                CodeRange{0x2028, 0x202e}, CodeRange{0x2060, 0x206f},
                                CodeRange{0xfeff, 0xfeff}, CodeRange{0xe0000, 0xe007f}};

template <std::size_t Count>
bool within(const std::array<CodeRange, Count>& ranges, std::uint32_t code) {
  return std::ranges::any_of(ranges,
                             [code](const auto& range) { return code >= range.first && code <= range.last; });
}

std::uint32_t decode(std::string_view sequence) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(sequence[i]));
  };
  switch (sequence.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1fU) << 6U | (byte(1) & 0x3fU);
    case 3:
      return (byte(0) & 0x0fU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU);
    default:
      return (byte(0) & 0x07U) << 18U | (byte(1) & 0x3fU) << 12U | (byte(2) & 0x3fU) << 6U |
             (byte(3) & 0x3fU);
  }
}

int columns_of(std::uint32_t code) {
  if (within(kCombining, code)) return 0;
  return within(kWide, code) ? 2 : 1;
}

void append_ascii(std::string& out, char c, LineEnds ends) {
  constexpr char kDelete = 0x7f;
  if (c == '\t') {
    out.append(kTabColumns, ' ');
  } else if (c == '\n') {
    out += ends == LineEnds::keep ? '\n' : ' ';
  } else if (static_cast<unsigned char>(c) < 0x20 || c == kDelete) {
    out += kReplacement;
  } else {
    out += c;
  }
}

void wrap_line(std::string_view line, int columns, std::vector<std::string>& out) {
  do {
    auto cut = prefix_for_columns(line, columns);
    if (cut < line.size()) {
      const auto blank = line[cut] == ' ' ? cut : line.rfind(' ', cut);
      if (blank != std::string_view::npos && blank > 0) cut = blank;
    }
    // A character wider than the column is shown all the same, or this would never end.
    if (cut == 0) cut = std::min(line.size(), std::max<std::size_t>(1, base::utf8_sequence_length(line)));
    auto taken = line.substr(0, cut);
    while (taken.ends_with(' ')) taken.remove_suffix(1);
    out.emplace_back(taken);
    line.remove_prefix(cut);
    while (line.starts_with(' ')) line.remove_prefix(1);
  } while (!line.empty());
}

}  // namespace

std::string printable(std::string_view text, LineEnds ends) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto length = base::utf8_sequence_length(text);
    if (length == 0) {
      out += kReplacement;
      text.remove_prefix(1);
      continue;
    }
    if (text.starts_with("\r\n")) {
      append_ascii(out, '\n', ends);
      text.remove_prefix(2);
      continue;
    }
    if (length == 1) {
      append_ascii(out, text.front(), ends);
    } else if (const auto sequence = text.substr(0, length); within(kHidden, decode(sequence))) {
      out += kReplacement;
    } else {
      out += sequence;
    }
    text.remove_prefix(length);
  }
  return out;
}

int display_width(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const auto length = std::max<std::size_t>(1, base::utf8_sequence_length(text));
    columns += columns_of(decode(text.substr(0, length)));
    text.remove_prefix(length);
  }
  return columns;
}

std::size_t prefix_for_columns(std::string_view text, int columns) {
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const auto length = std::max<std::size_t>(1, base::utf8_sequence_length(text.substr(bytes)));
    columns -= columns_of(decode(text.substr(bytes, length)));
    if (columns < 0) break;
    bytes += length;
  }
  return bytes;
}

std::vector<std::string> wrap(std::string_view text, int columns) {
  std::vector<std::string> out;
  while (true) {
    const auto end = text.find('\n');
    wrap_line(text.substr(0, end), columns, out);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

}  // namespace assay::report
