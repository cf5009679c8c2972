#include "report/excerpt.hpp"

#include <algorithm>

#include "report/display.hpp"

namespace assay::report {
namespace {

constexpr int kMostLines = 6;
constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kMore = "...";

std::string_view trim(std::string_view text) {
  const auto start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

std::string cut(std::string text, int columns) {
  if (display_width(text) <= columns) return text;
  text.resize(prefix_for_columns(text, columns - static_cast<int>(kMore.size())));
  return text.append(kMore);
}

/// Where in `line` the quote is; all of the line but its indentation where it is not in it.
std::string_view find_quote(std::string_view line, std::string_view quote) {
  const auto wanted = trim(quote.substr(0, quote.find('\n')));
  const auto at = wanted.empty() ? std::string_view::npos : line.find(wanted);
  return at == std::string_view::npos ? trim(line) : line.substr(at, wanted.size());
}

ExcerptLine underlined_line(int number, std::string_view line, std::string_view quote, int columns) {
  ExcerptLine out;
  out.number = number;
  const auto meant = find_quote(line, quote);
  if (meant.empty()) return out;
  auto before = printable(line.substr(0, static_cast<std::size_t>(meant.data() - line.data())));
  const auto middle = printable(meant);
  const auto after = printable(line.substr(
      before.empty() ? meant.size() : static_cast<std::size_t>(meant.data() - line.data()) + meant.size()));
  const int width = display_width(middle);
  constexpr int kContext = 20;
  if (display_width(before) + width > columns && display_width(before) > kContext) {
    const auto drop = prefix_for_columns(before, display_width(before) - kContext);
    before = std::string{kMore} + before.substr(drop);
  }
  const int indent = display_width(before);
  out.text = cut(before + middle + after, columns);
  out.underline.assign(static_cast<std::size_t>(indent), ' ');
  out.underline.append(static_cast<std::size_t>(std::max(1, std::min(width, columns - indent))), '^');
  return out;
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::vector<ExcerptLine> make_excerpt(const std::vector<std::string_view>& code, core::LineRange lines,
                                      std::string_view quote, int columns) {
  std::vector<ExcerptLine> out;
  const int last = std::min(lines.end, static_cast<int>(code.size()));
  if (lines.start < 1 || lines.start > last) return out;
  const auto line_at = [&](int number) { return code[static_cast<std::size_t>(number - 1)]; };
  if (lines.start == last) {
    out.push_back(underlined_line(last, line_at(last), quote, columns));
    return out;
  }
  const int count = last - lines.start + 1;
  for (int number = lines.start; number <= last; ++number) {
    const int index = number - lines.start;
    if (count > kMostLines && index == kMostLines - 2) {
      const int left_out = count - kMostLines + 1;
      out.push_back({0, std::string{kMore} + " " + std::to_string(left_out) + " more lines", ""});
      number = last;
    }
    out.push_back({number, cut(printable(line_at(number)), columns), ""});
  }
  return out;
}

}  // namespace assay::report
