#include "llm/quote_text.hpp"

#include <algorithm>
#include <utility>

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

// Bytes of a line number in another style at the front ("L12:", "12: ", "12 ", "12\t"), or 0.
std::size_t loose_number_prefix(std::string_view line) {
  auto at = std::min(line.find_first_not_of(" \t"), line.size());
  if (at < line.size() && line[at] == 'L') ++at;
  const auto digits = at;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
  if (at == digits || at >= line.size() ||
      std::string_view(":|.) \t").find(line[at]) == std::string_view::npos)
    return 0;
  ++at;
  return at < line.size() && line[at] == ' ' ? at + 1 : at;
}

std::size_t diff_prefix(std::string_view line) {
  const auto at = line.find_first_not_of(" \t");
  return at != std::string_view::npos && (line[at] == '+' || line[at] == '-') ? at + 1 : 0;
}

// Nothing of the code: blank, or a mark that a model puts for lines left out.
bool says_nothing(std::string_view line) {
  return line.find_first_not_of(" \t\r.#/*\xe2\x80\xa6") == std::string_view::npos;
}

using Prefix = std::size_t (*)(std::string_view);

// Without what `prefix` finds at the front of each line, where every line that is not blank has it.
std::string without_prefixes(std::string_view text, Prefix prefix) {
  auto lines = split_lines(text);
  const auto has = [&](std::string_view line) { return says_nothing(line) || prefix(line) > 0; };
  const bool strip = std::all_of(lines.begin(), lines.end(), has);
  std::string out;
  for (auto line : lines) {
    if (strip) line.remove_prefix(std::min(prefix(line), line.size()));
    out.append(line).append("\n");
  }
  return std::string(trim(out));
}

std::string without_fences(std::string_view text) {
  text = trim(text);
  while (text.size() > 2 && text.find('\n') == std::string_view::npos && text.starts_with("``") &&
         text.ends_with('`'))
    text = text.substr(1, text.size() - 2);
  auto lines = split_lines(text);
  std::erase_if(lines, [](std::string_view line) { return trim(line).starts_with("```"); });
  std::string out;
  for (const auto line : lines) out.append(line).append("\n");
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = text[at] == '\\' && at + 1 < text.size() ? text[at + 1] : '\0';
    switch (next) {
      case 'n':
        out += '\n';
        ++at;
        break;
      case 't':
        out += '\t';
        ++at;
        break;
      case 'r':
        ++at;
        break;
      case '"':
      case '\'':
      case '\\':
        out += next;
        ++at;
        break;
      default:
        out += text[at];
    }
  }
  return out;
}

std::string without_entities(std::string_view text) {
  static constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''}};
  std::string out;
  while (!text.empty()) {
    const auto* found = std::find_if(std::begin(kEntities), std::end(kEntities),
                                     [&](const auto& entity) { return text.starts_with(entity.first); });
    out += found == std::end(kEntities) ? text[0] : found->second;
    text.remove_prefix(found == std::end(kEntities) ? 1 : found->first.size());
  }
  return out;
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
  return without_prefixes(without_fences(quote), &number_prefix);
}

std::vector<std::string> other_readings(std::string_view quote) {
  // Which of the four are applied, from the outside in: one of them first, then two, then more.
  static constexpr unsigned kChoices[] = {1, 2, 4, 8, 3, 5, 6, 9, 10, 12, 7, 11, 13, 14, 15};
  std::vector<std::string> readings = {clean_quote(quote)};
  for (const auto choice : kChoices) {
    std::string text(quote);
    if ((choice & 1) != 0) text = unescaped(text);
    if ((choice & 2) != 0) text = without_entities(text);
    text = clean_quote(text);
    if ((choice & 4) != 0) text = without_prefixes(text, &loose_number_prefix);
    if ((choice & 8) != 0) text = without_prefixes(text, &diff_prefix);
    if (!text.empty() && std::find(readings.begin(), readings.end(), text) == readings.end())
      readings.push_back(std::move(text));
  }
  readings.erase(readings.begin());
  return readings;
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
