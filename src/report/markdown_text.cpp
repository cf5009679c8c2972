#include "report/markdown_text.hpp"

#include <algorithm>
#include <cctype>

#include "report/display.hpp"

namespace assay::report {
namespace {

/// Characters that can begin markup of CommonMark or GFM anywhere in a line …
constexpr std::string_view kMarkup = "\\`*[]<>|~&";
/// … and those that can at its start.
constexpr std::string_view kBlockMarkup = "#+-=";
/// Between "@" and a name, so that nobody is called (U+2060, word joiner).
constexpr std::string_view kJoiner = "\xe2\x81\xa0";

bool is_word(char c) {
  return c != 0 && (std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0);
}

bool needs_escape(std::string_view text, std::size_t at) {
  const char c = text[at];
  const char before = at > 0 ? text[at - 1] : '\0';
  const char after = at + 1 < text.size() ? text[at + 1] : '\0';
  if (kMarkup.find(c) != std::string_view::npos) return true;
  if (c == '_') return !is_word(before) || !is_word(after);
  if (c == ':')
    return after == '/' || is_word(after) || after == '+' || after == '-';  // links and emoji names
  const auto line_start = text.find_last_of('\n', at) + 1;                  // npos + 1 is 0
  const auto lead = text.substr(line_start, at - line_start);
  if (kBlockMarkup.find(c) != std::string_view::npos)
    return lead.find_first_not_of(" ") == std::string_view::npos;
  // "1." and "1)" begin lists; "www." begins a link.
  if (c == '.' || c == ')')
    return lead.find_first_not_of(" 0123456789") == std::string_view::npos || before == 'w' || before == 'W';
  return false;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (needs_escape(text, i)) out += '\\';
    out += text[i];
    if (text[i] == '@') out += kJoiner;
  }
  return out;
}

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string markdown_text(std::string_view text) { return escaped(printable(text)); }

std::string markdown_lines(std::string_view text) {
  std::string out;
  for (const char c : escaped(printable(text, LineEnds::keep))) {
    if (c == '\n') out += '\\';  // a hard break
    out += c;
  }
  return out;
}

std::string markdown_code(std::string_view code, std::string_view language) {
  constexpr std::size_t kShortest = 3;
  const std::string fence(std::max(kShortest, longest_run_of_backticks(code) + 1), '`');
  std::string out = fence;
  out.append(language).append("\n").append(printable(code, LineEnds::keep));
  if (!out.ends_with('\n')) out += '\n';
  return out.append(fence).append("\n");
}

std::string markdown_span(std::string_view text) {
  const auto shown = printable(text);
  const std::string fence(longest_run_of_backticks(shown) + 1, '`');
  return fence + " " + shown + " " + fence;
}

}  // namespace assay::report
