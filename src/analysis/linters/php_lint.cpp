#include <array>
#include <charconv>

#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

/// `-n`: no php.ini; `-l`: reads the file and runs nothing of it.
std::vector<std::string> arguments(const LinterCall& call) {
  return {"-n",
          "-d",
          "display_errors=1",
          "-d",
          "log_errors=0",
          "-d",
          "html_errors=0",
          "-l",
          std::string{call.file}};
}

/// "PHP Parse error:  syntax error, … in /…/input.php on line 3"
base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  std::vector<LinterFinding> found;
  std::string_view text = output.out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    constexpr std::string_view kLine = "input.php on line ";
    const auto at = line.find(kLine);
    const auto colon = line.find("error: ");
    const auto in = line.rfind(" in ", at);
    if (at == std::string_view::npos || colon == std::string_view::npos || in == std::string_view::npos ||
        colon > in)
      continue;
    LinterFinding one;
    one.code = line.find("Parse error") != std::string_view::npos ? "parse" : "fatal";
    std::from_chars(line.data() + at + kLine.size(), line.data() + line.size(), one.line);
    std::string_view message = line.substr(colon + 7, in - colon - 7);
    while (message.starts_with(' ')) message.remove_prefix(1);
    one.message = message;
    found.push_back(std::move(one));
  }
  if (found.empty() && output.out.find("syntax errors") == std::string::npos)
    return base::fail(base::Errc::invalid_argument, "it said nothing about the syntax");
  return found;
}

constexpr std::array kLanguages = {core::Language::php};
constexpr std::array kRows = {LinterRow{"parse", core::Severity::high, core::Category::correctness, 0.95},
                              LinterRow{"fatal", core::Severity::high, core::Category::correctness, 0.9}};

}  // namespace

const Linter kPhpLint = {
    .name = "php",
    .program = "php",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.php"; },
    .config = {},
    .config_name = {},
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"-n", "--version"}; },
    .parse = parse,
    .rows = kRows,
};

}  // namespace assay::analysis
