#include "fakes/code_lines.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace assay::fakes {
namespace {

std::optional<CodeLine> read_numbered(std::string_view line) {
  const auto digit = line.find_first_not_of(' ');
  if (digit == std::string_view::npos) return std::nullopt;
  int number = 0;
  const char* end = line.data() + line.size();
  const auto [next, error] = std::from_chars(line.data() + digit, end, number);
  if (error != std::errc{} || number <= 0 || next == end || *next != '|') return std::nullopt;
  std::string_view text(next + 1, static_cast<std::size_t>(end - next - 1));
  if (text.starts_with(' ')) text.remove_prefix(1);
  return CodeLine{number, text};
}

template <class Visit>
void each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    visit(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string_view fenced_or_all(std::string_view prompt) {
  const auto open = prompt.find("```");
  if (open == std::string_view::npos) return prompt;
  const auto start = prompt.find('\n', open);
  if (start == std::string_view::npos) return prompt;
  const auto close = prompt.find("\n```", start);
  return prompt.substr(start + 1, close == std::string_view::npos ? close : close - start - 1);
}

}  // namespace

std::vector<CodeLine> find_code_lines(std::string_view prompt) {
  std::vector<CodeLine> lines;
  each_line(prompt, [&](std::string_view line) {
    const auto read = read_numbered(line);
    if (read && (lines.empty() || read->number > lines.back().number)) lines.push_back(*read);
  });
  if (!lines.empty()) return lines;
  int number = 0;
  each_line(fenced_or_all(prompt), [&](std::string_view line) { lines.push_back({++number, line}); });
  return lines;
}

}  // namespace assay::fakes
