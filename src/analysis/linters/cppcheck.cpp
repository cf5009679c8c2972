#include <array>
#include <charconv>

#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

using core::Category;
using core::Severity;

constexpr char kSeparator = '\x1f';

/// One finding a line on standard error, its parts apart by a control character that no message has.
std::vector<std::string> arguments(const LinterCall& call) {
  std::vector<std::string> out = {"--quiet",
                                  "--enable=warning,performance,portability",
                                  "--inconclusive",
                                  "--suppress=missingInclude",
                                  "--suppress=missingIncludeSystem",
                                  "--suppress=unknownMacro",
                                  "--suppress=noValidConfiguration",
                                  "--max-configs=2",
                                  "--template={line}\x1f{severity}\x1f{id}\x1f{cwe}\x1f{message}",
                                  "--template-location=",
                                  call.language == core::Language::cpp ? "--language=c++" : "--language=c"};
  out.emplace_back(call.file);
  return out;
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  std::vector<LinterFinding> found;
  std::string_view rest = output.err;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::array<std::string_view, 5> parts;
    std::size_t count = 0;
    for (; count < parts.size() - 1; ++count) {
      const auto at = line.find(kSeparator);
      if (at == std::string_view::npos) break;
      parts[count] = line.substr(0, at);
      line.remove_prefix(at + 1);
    }
    if (count + 1 != parts.size()) continue;
    parts[count] = line;
    LinterFinding one;
    one.line = number(parts[0]);
    if (one.line <= 0) continue;
    one.code = std::string{parts[1]} + ":" + std::string{parts[2]};
    one.cwe = number(parts[3]);
    one.message = parts[4];
    found.push_back(std::move(one));
  }
  if (found.empty() && output.exit_code != 0 && output.out.find("cppcheck: error") != std::string::npos)
    return base::fail(base::Errc::invalid_argument, "it refused its arguments");
  return found;
}

constexpr std::array kLanguages = {core::Language::c, core::Language::cpp};

/// By "severity:id"; the severity alone decides for the rest.
constexpr std::array kRows = {
    LinterRow{"error:syntaxError", Severity::low, Category::correctness, 0.3},  // mostly macros it can't see
    LinterRow{"error:preprocessorErrorDirective", Severity::low, Category::correctness, 0.1},
    LinterRow{"error:internalAstError", Severity::low, Category::correctness, 0.05},
    LinterRow{"error:unknownEvaluationOrder", Severity::med, Category::correctness, 0.7},
    LinterRow{"error:memleak*", Severity::med, Category::correctness, 0.75},
    LinterRow{"error:resourceLeak", Severity::med, Category::correctness, 0.75},
    LinterRow{"error:*", Severity::high, Category::correctness, 0.8},
    LinterRow{"warning:uninitMemberVar*", Severity::low, Category::correctness, 0.4},
    LinterRow{"warning:noCopyConstructor", Severity::low, Category::correctness, 0.4},
    LinterRow{"warning:noOperatorEq", Severity::low, Category::correctness, 0.4},
    LinterRow{"warning:*", Severity::med, Category::correctness, 0.6},
    LinterRow{"performance:*", Severity::low, Category::performance, 0.6},
    LinterRow{"portability:*", Severity::low, Category::correctness, 0.5},
};

}  // namespace

const Linter kCppcheck = {
    .name = "cppcheck",
    .program = "cppcheck",
    .languages = kLanguages,
    .file_name = [](core::Language language) -> std::string_view {
      return language == core::Language::cpp ? "input.cpp" : "input.c";
    },
    .config = {},
    .config_name = {},
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"--version"}; },
    .parse = parse,
    .rows = kRows,
};

}  // namespace assay::analysis
