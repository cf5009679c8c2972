#include "analysis/linters/line_findings.hpp"

#include <charconv>

namespace assay::analysis {

std::vector<LinterFinding> read_lines(std::string_view text, std::string_view file, std::string_view code) {
  std::vector<LinterFinding> found;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto name = line.find(file);
    if (name == std::string_view::npos || line.substr(name + file.size()).substr(0, 1) != ":") continue;
    line.remove_prefix(name + file.size() + 1);
    LinterFinding one;
    one.code = code;
    const auto [after, error] = std::from_chars(line.data(), line.data() + line.size(), one.line);
    if (error != std::errc() || one.line <= 0) continue;
    line.remove_prefix(static_cast<std::size_t>(after - line.data()));
    int column = 0;
    if (line.starts_with(':')) {
      const auto [past, bad] = std::from_chars(line.data() + 1, line.data() + line.size(), column);
      if (bad == std::errc()) line.remove_prefix(static_cast<std::size_t>(past - line.data()));
    }
    while (!line.empty() && (line.front() == ':' || line.front() == ' ')) line.remove_prefix(1);
    one.message = line;
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace assay::analysis
