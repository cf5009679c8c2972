#include "llm/quote_text.hpp"

#include <algorithm>
#include <vector>

namespace assay::llm {
namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Bytes of a printed line number ("  12| ") at the front, or 0.
std::size_t number_prefix(std::string_view line) {
  auto at = line.find_first_not_of(' ');
  if (at == std::string_view::npos) return 0;
  const auto digits = at;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
  if (at == digits || at >= line.size() || line[at] != '|') return 0;
  ++at;
  if (at < line.size() && line[at] == ' ') ++at;
  return at;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

struct Fold {
  std::string_view from;
  std::string_view to;
};

constexpr Fold kFolds[] = {
    {"\"", "'"},
    {"`", "'"},
    {"\xe2\x80\x98", "'"},
    {"\xe2\x80\x99", "'"},
    {"\xe2\x80\x9a", "'"},
    {"\xe2\x80\x9b", "'"},
    {"\xe2\x80\x9c", "'"},
    {"\xe2\x80\x9d", "'"},
    {"\xe2\x80\x9e", "'"},
    {"\xe2\x80\xb2", "'"},
    {"\xe2\x80\xb3", "'"},
    {"\xc2\xb4", "'"},
    {"\xc2\xab", "'"},
    {"\xc2\xbb", "'"},
    {"\xe2\x80\x90", "-"},
    {"\xe2\x80\x91", "-"},
    {"\xe2\x80\x92", "-"},
    {"\xe2\x80\x93", "-"},
    {"\xe2\x80\x94", "-"},
    {"\xe2\x88\x92", "-"},
    {"\xe2\x80\xa6", "..."},
    {"\xc2\xa0", " "},
    {"\xe2\x80\xaf", " "},
    {"\xe3\x80\x80", " "},
    {"\xe2\x80\x89", " "},
};

}  // namespace

std::string clean_quote(std::string_view quote) {
  auto lines = split_lines(quote);
  std::erase_if(lines, [](std::string_view line) { return line.starts_with("```"); });
  const auto numbered = [](std::string_view line) { return trim(line).empty() || number_prefix(line) > 0; };
  const bool strip = std::all_of(lines.begin(), lines.end(), numbered);
  std::string out;
  for (auto line : lines) {
    if (strip) line.remove_prefix(std::min(number_prefix(line), line.size()));
    out.append(line).append("\n");
  }
  return std::string(trim(out));
}

Folded fold_at(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  const auto first = static_cast<unsigned char>(rest[0]);
  if (first == '"' || first == '`' || first >= 0xC2) {
    for (const auto& fold : kFolds) {
      if (rest.starts_with(fold.from)) return {fold.to, fold.from.size()};
    }
  }
  return {rest.substr(0, 1), 1};
}

}  // namespace assay::llm
