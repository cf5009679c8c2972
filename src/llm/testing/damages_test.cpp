// The damages of docs/anchoring.md; part of the tests alone.
#include "llm/testing/damages.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace assay::llm::testing_quotes {
namespace {

std::size_t pick(base::Random& random, std::size_t bound) {
  return static_cast<std::size_t>(random.next() % bound);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

std::string join(const std::vector<std::string>& lines, std::string_view between = "\n") {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) out.append(i == 0 ? "" : between).append(lines[i]);
  return out;
}

std::string unindented(const std::string& line) {
  return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

std::string replaced(const std::string& text, std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (std::string_view(text).substr(at).starts_with(from)) {
      out += to;
      at += from.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

bool indentation(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  const std::string step = pick(random, 2) == 0 ? "\t" : "  ";
  for (auto& line : lines) {
    auto bare = unindented(line);
    line.clear();
    for (auto depth = pick(random, 4); depth > 0; --depth) line += step;
    line += bare;
  }
  quote.text = join(lines);
  return true;
}

bool spacing(Damaged& quote, base::Random& random) {
  static constexpr std::string_view kMarks = "=+(){},;<>*:";
  std::string out;
  for (const char c : quote.text) {
    const bool mark = kMarks.find(c) != std::string_view::npos;
    if (c == ' ' && pick(random, 3) == 0) out += ' ';
    if (mark && pick(random, 2) == 0) out += ' ';
    out += c;
    if (mark && pick(random, 3) == 0) out += ' ';
  }
  quote.text = out;
  return true;
}

bool trailing(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  for (auto& line : lines) line += pick(random, 2) == 0 ? "  " : "\r";
  quote.text = join(lines);
  return true;
}

bool joined(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  for (auto& line : lines) line = unindented(line);
  quote.text = join(lines, pick(random, 2) == 0 ? " " : "");
  return lines.size() > 1;
}

bool wrong_line(Damaged& quote, base::Random& random) {
  if (!quote.claimed) return false;
  const auto by = static_cast<int>(1 + pick(random, 3)) * (pick(random, 2) == 0 ? 1 : -1);
  if (quote.claimed->start + by < 1) return false;
  quote.claimed->start += by;
  quote.claimed->end += by;
  return true;
}

bool far_line(Damaged& quote, base::Random& random) {
  const auto start = static_cast<int>(1 + pick(random, static_cast<std::size_t>(2 * quote.line_count)));
  quote.claimed = core::LineRange{start, start + static_cast<int>(pick(random, 3))};
  return true;
}

bool no_line(Damaged& quote, base::Random&) {
  const bool had = quote.claimed.has_value();
  quote.claimed.reset();
  return had;
}

bool quote_marks(Damaged& quote, base::Random& random) {
  static constexpr std::string_view kMarks[] = {"\"", "'", "`", "\u201c", "\u2019"};
  const auto to = kMarks[pick(random, 5)];
  quote.text = replaced(replaced(quote.text, "\"", to), "'", to);
  return true;
}

bool typography(Damaged& quote, base::Random& random) {
  switch (pick(random, 3)) {
    case 0:
      quote.text = replaced(quote.text, "-", "\u2013");
      break;
    case 1:
      quote.text = replaced(quote.text, " ", "\u00a0");
      break;
    default:
      quote.text = replaced(quote.text, "...", "\u2026");
  }
  return true;
}

bool ellipsis_inside(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  if (lines.size() < 3) return false;
  static constexpr const char* kGaps[] = {"...", "    ...", "\u2026", "// ...", "# ...", "/* ... */"};
  quote.kept = lines.front() + "\x01" + lines.back();
  quote.text = lines.front() + "\n" + kGaps[pick(random, 6)] + "\n" + lines.back();
  return true;
}

// Offset of a place between words in the given third of a line, 0 for none.
std::size_t between_words(const std::string& text, std::size_t from, std::size_t to) {
  const auto at = text.find_first_of(" (,.=", from);
  return at == std::string::npos || at >= to ? 0 : at;
}

bool ellipsis_at_an_end(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  const std::string dots = pick(random, 2) == 0 ? "..." : "\u2026";
  if (pick(random, 2) == 0) {
    auto& last = lines.back();
    const auto cut = between_words(last, last.size() * 2 / 3, last.size());
    if (cut == 0) return false;
    last.resize(cut);
    quote.kept = join(lines);
    quote.text = quote.kept + dots;
  } else {
    auto& first = lines.front();
    first = unindented(first);
    const auto cut = between_words(first, 1, first.size() / 3);
    if (cut == 0) return false;
    first.erase(0, cut);
    quote.kept = join(lines);
    quote.text = dots + quote.kept;
  }
  return true;
}

bool trimmed_ends(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  const auto ends = 1 + pick(random, 3);
  if ((ends & 1) != 0) {
    auto& first = lines.front();
    first = unindented(first);
    const auto cut = between_words(first, 1, first.size() / 3);
    if (cut == 0) return false;
    first.erase(0, cut);
  }
  if ((ends & 2) != 0) {
    auto& last = lines.back();
    const auto cut = between_words(last, last.size() * 2 / 3, last.size());
    if (cut == 0) return false;
    last.resize(cut);
  }
  quote.text = quote.kept = join(lines);
  return true;
}

bool line_numbers(Damaged& quote, base::Random& random) {
  if (!quote.claimed) return false;
  auto lines = lines_of(quote.text);
  const auto style = pick(random, 3);
  int number = quote.claimed->start;
  for (auto& line : lines) {
    const auto digits = std::to_string(number++);
    line = (style == 0 ? digits + "| " : style == 1 ? digits + ": " : "L" + digits + " ") + line;
  }
  quote.text = join(lines);
  return true;
}

bool fence(Damaged& quote, base::Random& random) {
  if (quote.text.find('\n') == std::string::npos && pick(random, 2) == 0) {
    quote.text = "`" + unindented(quote.text) + "`";
  } else {
    quote.text = (pick(random, 2) == 0 ? "```\n" : "```python\n") + quote.text + "\n```";
  }
  return true;
}

bool diff_marks(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  const char mark = pick(random, 2) == 0 ? '+' : '-';
  for (auto& line : lines) line = std::string(1, mark) + (pick(random, 2) == 0 ? " " : "") + line;
  quote.text = join(lines);
  return true;
}

bool escapes(Damaged& quote, base::Random&) {
  quote.text = replaced(quote.text, "\\", "\\\\");
  quote.text = replaced(replaced(replaced(quote.text, "\n", "\\n"), "\t", "\\t"), "\"", "\\\"");
  return true;
}

bool entities(Damaged& quote, base::Random&) {
  quote.text = replaced(replaced(quote.text, "&", "&amp;"), "<", "&lt;");
  quote.text = replaced(replaced(quote.text, ">", "&gt;"), "\"", "&quot;");
  return true;
}

bool other_letters(Damaged& quote, base::Random& random) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    auto& c = quote.text[pick(random, quote.text.size())];
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) continue;
    c = c == 'q' ? 'x' : 'q';
    return true;
  }
  return false;
}

bool skipped_line(Damaged& quote, base::Random& random) {
  auto lines = lines_of(quote.text);
  if (lines.size() < 3) return false;
  lines.erase(lines.begin() + 1 + static_cast<std::ptrdiff_t>(pick(random, lines.size() - 2)));
  quote.text = quote.kept = join(lines);
  return true;
}

constexpr Damage kDamages[] = {
    {"indentation", true, &indentation},
    {"spacing", true, &spacing},
    {"trailing", true, &trailing},
    {"joined", true, &joined},
    {"wrong line", true, &wrong_line},
    {"far line", true, &far_line},
    {"no line", true, &no_line},
    {"quote marks", true, &quote_marks},
    {"typography", true, &typography},
    {"ellipsis inside", true, &ellipsis_inside},
    {"ellipsis at the end", true, &ellipsis_at_an_end},
    {"trimmed ends", true, &trimmed_ends},
    {"line numbers", true, &line_numbers},
    {"fence", true, &fence},
    {"diff marks", true, &diff_marks},
    {"escapes", true, &escapes},
    {"entities", true, &entities},
    {"other letters", false, &other_letters},
    {"skipped line", false, &skipped_line},
};

}  // namespace

std::span<const Damage> damages() { return kDamages; }

}  // namespace assay::llm::testing_quotes
