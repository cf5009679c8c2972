// What a diff does to a file.
#include <algorithm>

#include "core/unified_diff.hpp"

namespace assay::core {
namespace {

auto refuse(int line, const std::string& what) {
  return base::fail(base::Errc::invalid_argument, "line " + std::to_string(line) + " of the diff: " + what,
                    "diff");
}

/// The lines of a text without their ends (LF, and CRs before it).
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    while (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

void append_line(std::string& out, std::string_view line) { out.append(line).push_back('\n'); }

/// Line of the diff where the `index`th line of a hunk stands: "\ No newline" lines are counted in.
int line_in_diff(const DiffHunk& hunk, std::size_t index) {
  const auto before = hunk.lines.begin() + static_cast<std::ptrdiff_t>(index);
  const auto markers =
      std::count_if(hunk.lines.begin(), before, [](const DiffLine& line) { return line.no_newline; });
  return hunk.at + 1 + static_cast<int>(index) + static_cast<int>(markers);
}

/// Whether the lines of one side of a hunk (all but those of kind `other`) stand in `text` from 0-based `at`
/// on.
base::Result<void> check_side(const DiffHunk& hunk, char other, const std::vector<std::string_view>& text,
                              std::size_t at) {
  for (std::size_t i = 0; i < hunk.lines.size(); ++i) {
    if (hunk.lines[i].kind == other) continue;
    if (at >= text.size())
      return refuse(line_in_diff(hunk, i), "the file has only " + std::to_string(text.size()) + " lines");
    if (text[at] != hunk.lines[i].text)
      return refuse(line_in_diff(hunk, i), "line " + std::to_string(at + 1) + " of the file is another");
    ++at;
  }
  return {};
}

/// 0-based index of the first line of a side.
std::size_t index_of(int start, int count) {
  return static_cast<std::size_t>(count == 0 ? start : start - 1);
}

}  // namespace

base::Result<std::string> apply_diff(const DiffFile& file, std::string_view before) {
  const auto old_lines = lines_of(before);
  std::string out;
  out.reserve(before.size() + 1024);
  std::size_t at = 0;
  std::size_t made = 0;  // lines of `out`
  bool newline_at_end = before.empty() || before.ends_with('\n');
  for (const auto& hunk : file.hunks) {
    const auto start = index_of(hunk.old_start, hunk.old_count);
    if (start > old_lines.size())
      return refuse(hunk.at, "the file has only " + std::to_string(old_lines.size()) + " lines");
    if (auto fits = check_side(hunk, '+', old_lines, start); !fits) return base::fail(fits.error());
    for (; at < start; ++at, ++made) append_line(out, old_lines[at]);
    if (const auto said = index_of(hunk.new_start, hunk.new_count); said != made) {
      return refuse(hunk.at, "its new lines begin behind line " + std::to_string(made) +
                                 " of the file, not behind " + std::to_string(said));
    }
    for (const auto& line : hunk.lines) {
      if (line.kind != '-') {
        append_line(out, line.text);
        ++made;
        newline_at_end = !line.no_newline;
      }
      if (line.kind != '+') ++at;
    }
    if (at < old_lines.size()) newline_at_end = before.ends_with('\n');
  }
  for (; at < old_lines.size(); ++at) append_line(out, old_lines[at]);
  if (!newline_at_end && !out.empty()) out.pop_back();
  return out;
}

base::Result<void> check_applied(const DiffFile& file, std::string_view after) {
  const auto lines = lines_of(after);
  for (const auto& hunk : file.hunks) {
    const auto start = index_of(hunk.new_start, hunk.new_count);
    if (start > lines.size())
      return refuse(hunk.at, "the file has only " + std::to_string(lines.size()) + " lines");
    if (auto fits = check_side(hunk, '-', lines, start); !fits) return fits;
  }
  return {};
}

base::Result<std::string> shown_lines(const DiffFile& file, std::size_t max_bytes) {
  std::string out;
  std::size_t at = 0;
  for (const auto& hunk : file.hunks) {
    const auto start = index_of(hunk.new_start, hunk.new_count);
    if (start - at > max_bytes || out.size() + (start - at) > max_bytes)
      return refuse(hunk.at,
                    "the line is too far down for a file of at most " + std::to_string(max_bytes) + " bytes");
    out.append(start - at, '\n');
    at = start;
    for (const auto& line : hunk.lines) {
      if (line.kind == '-') continue;
      append_line(out, line.text);
      ++at;
    }
  }
  if (out.size() > max_bytes)
    return refuse(file.at, "the file would have more than " + std::to_string(max_bytes) + " bytes");
  return out;
}

namespace {

/// Adds a range that does not begin before the last one; joins them where they meet.
void add_range(std::vector<LineRange>& ranges, LineRange range) {
  if (!ranges.empty() && range.start <= ranges.back().end + 1) {
    ranges.back().end = std::max(ranges.back().end, range.end);
  } else {
    ranges.push_back(range);
  }
}

}  // namespace

std::vector<LineRange> known_lines(const DiffFile& file) {
  std::vector<LineRange> ranges;
  for (const auto& hunk : file.hunks) {
    if (hunk.new_count > 0) add_range(ranges, {hunk.new_start, hunk.new_start + hunk.new_count - 1});
  }
  return ranges;
}

std::vector<LineRange> changed_lines(const DiffFile& file) {
  std::vector<LineRange> ranges;
  for (const auto& hunk : file.hunks) {
    int next = hunk.new_count == 0 ? hunk.new_start + 1 : hunk.new_start;  // number of the next new line
    const int end = next + hunk.new_count;
    for (std::size_t i = 0; i < hunk.lines.size();) {
      if (hunk.lines[i].kind == ' ') {
        ++next;
        ++i;
        continue;
      }
      int added = 0;
      for (; i < hunk.lines.size() && hunk.lines[i].kind != ' '; ++i)
        added += hunk.lines[i].kind == '+' ? 1 : 0;
      if (added > 0) {
        add_range(ranges, {next, next + added - 1});
        next += added;
        continue;
      }
      // Only taken away: the lines beside the gap, as far as the diff shows that they exist.
      const int above = next > 1 ? next - 1 : next;
      const int below = next < end ? next : next - 1;
      if (below >= 1 && above <= below) add_range(ranges, {above, below});
    }
  }
  return ranges;
}

}  // namespace assay::core
