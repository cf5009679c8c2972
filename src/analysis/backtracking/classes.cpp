#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "analysis/backtracking/pattern.hpp"

namespace assay::analysis::backtracking {
namespace {

/// Letters beyond ASCII, roughly: from the first of them on.
constexpr CharSet::Range kBeyond{0xAA, kLastChar};

const CharSet& digits() {
  static const CharSet set{{'0', '9'}};
  return set;
}
const CharSet& spaces() {
  static const CharSet set{{'\t', '\r'}, {' ', ' '}};
  return set;
}

}  // namespace

const CharSet& word_characters() {
  static const CharSet set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  return set;
}

std::optional<CharSet> class_of_letter(char letter, Dialect dialect) {
  const auto plain = [&]() -> std::optional<CharSet> {
    switch (std::tolower(static_cast<unsigned char>(letter))) {
      case 'd':
        return digits();
      case 's':
        return spaces();
      case 'w': {
        CharSet set = word_characters();
        if (dialect == Dialect::python || dialect == Dialect::dotnet) set.add(kBeyond.first, kBeyond.second);
        return set;
      }
      case 'h':
        if (dialect == Dialect::ruby) return CharSet{{'0', '9'}, {'A', 'F'}, {'a', 'f'}};
        if (dialect == Dialect::java || dialect == Dialect::pcre) return CharSet{{'\t', '\t'}, {' ', ' '}};
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }();
  if (!plain) return std::nullopt;
  return std::isupper(static_cast<unsigned char>(letter)) != 0 ? plain->complement() : *plain;
}

std::optional<CharSet> class_of_name(std::string_view name) {
  std::string lower;
  for (const char c : name) {
    if (c != '_' && c != ' ' && c != '^')
      lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const std::string_view prefix : {"is", "posix", "generalcategory=", "gc="}) {
    if (lower.size() > prefix.size() && lower.starts_with(prefix)) lower.erase(0, prefix.size());
  }
  const auto any = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), lower) != names.end();
  };
  if (any({"l", "letter", "alpha", "alphabetic"})) return CharSet{{'A', 'Z'}, {'a', 'z'}, kBeyond};
  if (any({"lu", "upper", "uppercase", "uppercaseletter"})) return CharSet{{'A', 'Z'}, kBeyond};
  if (any({"ll", "lower", "lowercase", "lowercaseletter"})) return CharSet{{'a', 'z'}, kBeyond};
  if (any({"n", "nd", "digit", "number"})) return digits();
  if (any({"alnum"})) return CharSet{{'0', '9'}, {'A', 'Z'}, {'a', 'z'}, kBeyond};
  if (any({"word"})) return word_characters();
  if (any({"z", "zs", "space", "whitespace", "separator"})) return spaces();
  if (any({"blank"})) return CharSet{{'\t', '\t'}, {' ', ' '}};
  if (any({"xdigit", "hexdigit"})) return CharSet{{'0', '9'}, {'A', 'F'}, {'a', 'f'}};
  if (any({"p", "punct", "punctuation"})) return CharSet{{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
  if (any({"cntrl", "cc"})) return CharSet{{0, 31}, {127, 159}};
  if (any({"ascii"})) return CharSet{{0, 127}};
  if (any({"print"})) return CharSet{{' ', '~'}, kBeyond};
  if (any({"graph"})) return CharSet{{'!', '~'}, kBeyond};
  return std::nullopt;
}

}  // namespace assay::analysis::backtracking
