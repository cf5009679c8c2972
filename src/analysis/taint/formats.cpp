#include "analysis/taint/formats.hpp"

namespace assay::analysis::taint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::string_view kNumberConversions = "diuoxXeEfFgGb";
constexpr std::string_view kTextConversions = "sSvqrac@";

/// Reads digits at `at`; -1 for none, and for more than a format has holes.
int read_number(std::string_view text, std::size_t& at) {
  int value = -1;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    value = (value < 0 ? 0 : value) * 10 + (text[at] - '0');
    if (value > 999) return -1;
  }
  return value;
}

}  // namespace

std::optional<std::vector<FormatPiece>> percent_pieces(std::string_view format) {
  std::vector<FormatPiece> pieces;
  int next = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] != '%') {
      ++at;
      continue;
    }
    if (at > begin) pieces.push_back({format.substr(begin, at - begin)});
    ++at;
    if (at < format.size() && format[at] == '%') {
      pieces.push_back({format.substr(at, 1)});
      begin = ++at;
      continue;
    }
    FormatPiece hole;
    if (at < format.size() && format[at] == '(') {  // Python: %(name)s
      const std::size_t close = format.find(')', at);
      if (close == std::string_view::npos) return std::nullopt;
      hole.named = true;
      hole.text = format.substr(at + 1, close - at - 1);
      at = close + 1;
    }
    std::size_t ahead = at;
    if (const int position = read_number(format, ahead);
        position > 0 && ahead < format.size() && format[ahead] == '$') {
      hole.argument = position - 1;
      at = ahead + 1;
    }
    while (at < format.size() && std::string_view("-+ 0#,'").find(format[at]) != std::string_view::npos) {
      if (format[at] == '\'' && at + 1 < format.size()) ++at;  // PHP: any character to fill up with
      ++at;
    }
    while (at < format.size() && (is_digit(format[at]) || format[at] == '.' ||
                                  std::string_view("hlLqjzt").find(format[at]) != std::string_view::npos))
      ++at;
    if (at >= format.size()) return std::nullopt;
    hole.number = kNumberConversions.find(format[at]) != std::string_view::npos;
    if (!hole.number && kTextConversions.find(format[at]) == std::string_view::npos) return std::nullopt;
    if (!hole.named && hole.argument < 0) hole.argument = next++;
    pieces.push_back(hole);
    begin = ++at;
  }
  if (begin < format.size()) pieces.push_back({format.substr(begin)});
  return pieces;
}

std::optional<std::vector<FormatPiece>> brace_pieces(std::string_view format) {
  std::vector<FormatPiece> pieces;
  int next = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < format.size();) {
    const char c = format[at];
    if (c != '{' && c != '}') {
      ++at;
      continue;
    }
    if (at > begin) pieces.push_back({format.substr(begin, at - begin)});
    if (at + 1 < format.size() && format[at + 1] == c) {
      pieces.push_back({format.substr(at, 1)});
      begin = at += 2;
      continue;
    }
    const std::size_t close = format.find('}', at);
    if (c == '}' || close == std::string_view::npos) return std::nullopt;
    const std::string_view inside = format.substr(at + 1, close - at - 1);
    if (inside.find('{') != std::string_view::npos) return std::nullopt;
    FormatPiece hole;
    const std::size_t colon = inside.find(':');
    if (colon != std::string_view::npos && colon + 1 < inside.size())
      hole.number = kNumberConversions.find(inside.back()) != std::string_view::npos;
    const std::string_view field = inside.substr(0, inside.find_first_of(".[!:"));
    std::size_t digits = 0;
    if (field.empty()) {
      hole.argument = next++;
    } else if (is_digit(field.front())) {
      hole.argument = read_number(field, digits);
      if (hole.argument < 0) return std::nullopt;
    } else {
      hole.named = true;
      hole.text = field;
    }
    pieces.push_back(hole);
    begin = at = close + 1;
  }
  if (begin < format.size()) pieces.push_back({format.substr(begin)});
  return pieces;
}

}  // namespace assay::analysis::taint
