#include "analysis/memory/sizes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace assay::analysis::memory {
namespace {

struct Sized {
  std::string_view name;
  double bytes;
};

constexpr std::array kSizes = {
    Sized{"char", 1},      Sized{"signed char", 1},  Sized{"unsigned char", 1},
    Sized{"int8_t", 1},    Sized{"uint8_t", 1},      Sized{"bool", 1},
    Sized{"BYTE", 1},      Sized{"u8", 1},           Sized{"uchar", 1},
    Sized{"u_char", 1},    Sized{"short", 2},        Sized{"unsigned short", 2},
    Sized{"short int", 2}, Sized{"int16_t", 2},      Sized{"uint16_t", 2},
    Sized{"int", 4},       Sized{"unsigned int", 4}, Sized{"unsigned", 4},
    Sized{"float", 4},     Sized{"int32_t", 4},      Sized{"uint32_t", 4},
    Sized{"wchar_t", 4},   Sized{"long", 8},         Sized{"unsigned long", 8},
    Sized{"long long", 8}, Sized{"double", 8},       Sized{"int64_t", 8},
    Sized{"uint64_t", 8},  Sized{"size_t", 8},       Sized{"unsigned long long", 8},
};

/// Of a text like "const  char ": without qualifiers and double spaces.
std::string plain_type(std::string_view type) {
  std::string out;
  for (std::size_t at = 0; at < type.size();) {
    while (at < type.size() && std::isspace(static_cast<unsigned char>(type[at])) != 0) ++at;
    std::size_t end = at;
    while (end < type.size() && std::isspace(static_cast<unsigned char>(type[end])) == 0) ++end;
    const std::string_view word = type.substr(at, end - at);
    at = end;
    if (word.empty() || word == "const" || word == "volatile" || word == "static" || word == "register")
      continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

}  // namespace

double size_of_type(std::string_view type) {
  const std::string plain = plain_type(type);
  if (plain.ends_with('*')) return 8;
  const auto* found =
      std::find_if(kSizes.begin(), kSizes.end(), [&plain](const Sized& one) { return one.name == plain; });
  return found == kSizes.end() ? 0 : found->bytes;
}

namespace {

/// The number of characters between the quotes of a literal as written.
std::optional<double> literal_length(std::string_view text) {
  const std::size_t open = text.find('"');
  if (open == std::string_view::npos || !text.ends_with('"') ||
      text.substr(0, open).find('R') != std::string_view::npos)
    return std::nullopt;
  text = text.substr(open + 1, text.size() - open - 2);
  double length = 0;
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  for (std::size_t at = 0; at < text.size(); ++length) {
    if (text[at] != '\\') {
      ++at;
      continue;
    }
    if (++at >= text.size()) break;
    if (text[at] == 'x') {
      for (++at; at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0;) ++at;
    } else if (is_octal(text[at])) {
      for (int digits = 0; digits < 3 && at < text.size() && is_octal(text[at]); ++digits) ++at;
    } else if (text[at] == 'u' || text[at] == 'U' || text[at] == '\n' || text[at] == '\r') {
      return std::nullopt;
    } else {
      ++at;
    }
  }
  return length;
}

}  // namespace

std::optional<double> string_bytes(const FileView& file, NodeId n) {
  n = file.model.strip(file.tree, n);
  if (n == kNone) return std::nullopt;
  if (file.tree.is(n, "string_literal")) {
    const auto length = literal_length(file.tree.text(n));
    if (!length) return std::nullopt;
    return *length + 1;
  }
  if (file.tree.is(n, "concatenated_string")) {
    double all = 1;
    for (const NodeId c : file.tree.named_children(n)) {
      const auto part = file.tree.is(c, "string_literal") ? literal_length(file.tree.text(c)) : std::nullopt;
      if (!part) return std::nullopt;
      all += *part;
    }
    return all;
  }
  const NodeId value = file.model.role(file.tree, n) == Role::identifier ? file.names.single_value(n) : kNone;
  if (value == kNone || file.tree.contains(value, n)) {
    const auto text = file.names.string_value(n);
    if (!text || text->find('\\') != std::string::npos) return std::nullopt;
    return static_cast<double>(text->size() + 1);
  }
  return string_bytes(file, value);
}

}  // namespace assay::analysis::memory
