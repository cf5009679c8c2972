#include <array>

#include "analysis/linters/line_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

/// `-d`: these settings and no file's. Syntax, and the one mistake that silently loses data.
std::vector<std::string> arguments(const LinterCall& call) {
  return {"-d", "{rules: {key-duplicates: enable}}", "-f", "parsable", std::string{call.file}};
}

/// "input.yaml:3:1: [error] duplication of key "a" in mapping (key-duplicates)"
base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  std::vector<LinterFinding> found = read_lines(output.out, "input.yaml", "syntax");
  for (LinterFinding& one : found) {
    if (one.message.ends_with("(key-duplicates)")) one.code = "key-duplicates";
    const auto close = one.message.find("] ");
    if (one.message.starts_with('[') && close != std::string::npos) one.message.erase(0, close + 2);
    const auto open = one.message.rfind(" (");
    if (open != std::string::npos && one.message.ends_with(')')) one.message.resize(open);
  }
  if (found.empty() && output.exit_code != 0)
    return base::fail(base::Errc::invalid_argument, "it failed without a finding");
  return found;
}

constexpr std::array kLanguages = {core::Language::yaml};
constexpr std::array kRows = {
    LinterRow{"key-duplicates", core::Severity::med, core::Category::correctness, 0.9},
    LinterRow{"syntax", core::Severity::high, core::Category::correctness, 0.9}};

}  // namespace

const Linter kYamllint = {
    .name = "yamllint",
    .program = "yamllint",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.yaml"; },
    .config = {},
    .config_name = {},
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"--version"}; },
    .parse = parse,
    .rows = kRows,
};

}  // namespace assay::analysis
