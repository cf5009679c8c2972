#include "cli/files/ignore_rules.hpp"

namespace assay::cli {
namespace {

/// Blanks at the end mean nothing unless a backslash stands before them.
std::string_view without_end_blanks(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  while (line.ends_with(' ') || line.ends_with('\t')) {
    const auto before = line.substr(0, line.size() - 1);
    std::size_t slashes = 0;
    while (slashes < before.size() && before[before.size() - 1 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 1) break;
    line = before;
  }
  return line;
}

}  // namespace

std::optional<IgnorePattern> parse_ignore_line(std::string_view line) {
  line = without_end_blanks(line);
  if (line.empty() || line.starts_with('#')) return std::nullopt;
  const bool negated = line.starts_with('!');
  if (negated) line.remove_prefix(1);
  const bool folders_only = line.ends_with('/');
  if (folders_only) line.remove_suffix(1);
  const bool whole_path = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  if (line.empty()) return std::nullopt;
  return IgnorePattern{Glob{line}, negated, folders_only, whole_path};
}

IgnoreRules::IgnoreRules(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (auto pattern = parse_ignore_line(text.substr(0, end))) patterns_.push_back(std::move(*pattern));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

IgnoreRules::Verdict IgnoreRules::judge(std::string_view path, EntryKind kind) const {
  const auto name = path.substr(path.rfind('/') + 1);
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->folders_only && kind == EntryKind::file) continue;
    if (pattern->glob.matches(pattern->whole_path ? path : name)) {
      return pattern->negated ? Verdict::kept : Verdict::ignored;
    }
  }
  return Verdict::none;
}

}  // namespace assay::cli
