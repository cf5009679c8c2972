#include "core/unified_diff.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/normalise.hpp"

namespace assay::core {
namespace {

constexpr int kMaxLineNumber = 10'000'000;

auto refuse(int line, const std::string& what) {
  return base::fail(base::Errc::invalid_argument, "line " + std::to_string(line) + " of the diff: " + what,
                    "diff");
}

/// Takes text apart into lines without their ends, and counts them.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool more() const { return !rest_.empty(); }
  int number() const { return number_; }  ///< of the line that `peek` shows, 1-based
  std::string_view peek() const {
    auto line = rest_.substr(0, rest_.find('\n'));
    while (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }
  std::string_view next() {
    const auto line = peek();
    const auto end = rest_.find('\n');
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    ++number_;
    return line;
  }

 private:
  std::string_view rest_;
  int number_ = 1;
};

bool take_number(std::string_view& text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0 || number > kMaxLineNumber) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

/// "12,3" or "12", which means one line.
bool take_range(std::string_view& text, int& start, int& count) {
  count = 1;
  return take_number(text, start) && (!take(text, ",") || take_number(text, count));
}

bool parse_header(std::string_view line, DiffHunk& hunk) {
  return take(line, "@@ -") && take_range(line, hunk.old_start, hunk.old_count) && take(line, " +") &&
         take_range(line, hunk.new_start, hunk.new_count) && take(line, " @@");
}

/// git quotes paths with unusual bytes as C does: "a/caf\303\251.py".
std::optional<std::string> unquote(std::string_view text) {
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return out;
    if (text[i] != '\\') {
      out.push_back(text[i]);
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    constexpr std::string_view kNames = "abtnvfr\"\\";
    constexpr std::string_view kMeant = "\a\b\t\n\v\f\r\"\\";
    if (const auto name = kNames.find(text[i]); name != std::string_view::npos) {
      out.push_back(kMeant[name]);
      continue;
    }
    unsigned value = 0;
    const auto octal = text.substr(i, 3);
    const auto [end, error] = std::from_chars(octal.data(), octal.data() + octal.size(), value, 8);
    if (error != std::errc{} || end != octal.data() + 3 || value > 0xff) return std::nullopt;
    out.push_back(static_cast<char>(value));
    i += 2;
  }
  return std::nullopt;
}

/// The path behind "--- " or "+++ "; a tab ends it (a time may follow).
std::optional<std::string> parse_path(std::string_view text) {
  if (text.starts_with('"')) return unquote(text);
  return std::string{text.substr(0, text.find('\t'))};
}

/// Removes git's "a/" and "b/", and the name of the file that is none.
void plain_paths(DiffFile& file) {
  constexpr std::string_view kNone = "/dev/null";
  const bool from_none = file.old_path == kNone;
  const bool to_none = file.new_path == kNone;
  const bool old_prefixed = file.old_path.starts_with("a/") || from_none;
  const bool new_prefixed = file.new_path.starts_with("b/") || to_none;
  if (old_prefixed && new_prefixed) {
    if (!from_none) file.old_path.erase(0, 2);
    if (!to_none) file.new_path.erase(0, 2);
  }
  if (from_none) file.old_path.clear();
  if (to_none) file.new_path.clear();
}

base::Result<DiffHunk> read_hunk(Lines& lines) {
  DiffHunk hunk;
  hunk.at = lines.number();
  if (!parse_header(lines.peek(), hunk))
    return refuse(hunk.at, "a hunk begins with \"@@ -LINE,COUNT +LINE,COUNT @@\"");
  lines.next();
  int old_left = hunk.old_count;
  int new_left = hunk.new_count;
  while (old_left > 0 || new_left > 0 || lines.peek().starts_with('\\')) {
    const int number = lines.number();
    if (!lines.more())
      return refuse(number, "the diff ends inside the hunk of line " + std::to_string(hunk.at));
    const auto line = lines.next();
    if (line.starts_with('\\')) {
      if (hunk.lines.empty()) return refuse(number, "no line stands before this one");
      if (hunk.lines.back().text.empty()) return refuse(number, "an empty line without a newline is no line");
      hunk.lines.back().no_newline = true;
      continue;
    }
    // Mail programs cut the space of an empty line.
    const char kind = line.empty() ? ' ' : line.front();
    if (kind != ' ' && kind != '-' && kind != '+') {
      return refuse(number,
                    "a line of a hunk begins with a space, \"-\", \"+\" or \"\\\"; the hunk of line " +
                        std::to_string(hunk.at) + " lacks " + std::to_string(old_left) + " old and " +
                        std::to_string(new_left) + " new lines");
    }
    if (kind != '+' && --old_left < 0) return refuse(number, "more old lines than the hunk says");
    if (kind != '-' && --new_left < 0) return refuse(number, "more new lines than the hunk says");
    hunk.lines.push_back({kind, line.empty() ? line : line.substr(1)});
  }
  return hunk;
}

/// Numbers of the lines before which a side of a hunk stands and behind which it ends; see DiffHunk.
int first_line(int start, int count) { return count == 0 ? start + 1 : start; }

std::string_view order_problem(const DiffHunk& hunk, const DiffHunk* before) {
  if ((hunk.old_count > 0 && hunk.old_start == 0) || (hunk.new_count > 0 && hunk.new_start == 0))
    return "lines are counted from 1";
  if (before == nullptr) return {};
  if (first_line(hunk.old_start, hunk.old_count) <
          first_line(before->old_start, before->old_count) + before->old_count ||
      first_line(hunk.new_start, hunk.new_count) <
          first_line(before->new_start, before->new_count) + before->new_count)
    return "the hunk overlaps the one before it";
  return {};
}

}  // namespace

base::Result<UnifiedDiff> parse_unified_diff(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  UnifiedDiff diff;
  Lines lines{text};
  bool in_file = false;
  while (lines.more()) {
    const int number = lines.number();
    const auto line = lines.peek();
    if (line.starts_with("@@@"))
      return refuse(number, "a combined diff can't be reviewed; compare with one parent");
    if (line.starts_with("@@ ")) {
      if (!in_file) return refuse(number, "a hunk without \"--- PATH\" and \"+++ PATH\" before it");
      auto hunk = read_hunk(lines);
      if (!hunk) return base::fail(hunk.error());
      auto& hunks = diff.files.back().hunks;
      if (const auto problem = order_problem(*hunk, hunks.empty() ? nullptr : &hunks.back());
          !problem.empty())
        return refuse(number, std::string{problem});
      hunks.push_back(std::move(*hunk));
      continue;
    }
    lines.next();
    if (!line.starts_with("--- ") || !lines.peek().starts_with("+++ ")) {
      if (line.starts_with("diff ")) in_file = false;
      continue;
    }
    DiffFile file;
    file.at = number;
    auto old_path = parse_path(line.substr(4));
    auto new_path = parse_path(lines.next().substr(4));
    if (!old_path || !new_path) return refuse(number, "the quoted path can't be read");
    file.old_path = std::move(*old_path);
    file.new_path = std::move(*new_path);
    plain_paths(file);
    if (file.old_path.empty() && file.new_path.empty()) return refuse(number, "the file has no name");
    diff.files.push_back(std::move(file));
    in_file = true;
  }
  std::erase_if(diff.files, [](const DiffFile& file) { return file.hunks.empty(); });
  if (diff.files.empty())
    return base::fail(base::Errc::invalid_argument,
                      "the diff changes no text: it needs \"--- PATH\", \"+++ PATH\" and at least one hunk",
                      "diff");
  return diff;
}

}  // namespace assay::core
