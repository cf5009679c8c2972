#include <array>

#include "analysis/linters/json_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

using core::Category;
using core::Severity;

/// `--norc`: no .shellcheckrc. Files that the script sources are not followed without -x.
std::vector<std::string> arguments(const LinterCall& call) {
  return {"--norc", "-f", "json1", "-s", "bash", std::string{call.file}};
}

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  return read_findings(
      output.out,
      {.list = "comments", .code = "code", .code_prefix = "SC", .line = "line", .end_line = "endLine"});
}

constexpr std::array kLanguages = {core::Language::bash};

constexpr std::array kRows = {
    LinterRow{"SC2086", Severity::low, Category::correctness, 0.6},  // unquoted variable
    LinterRow{"SC2046", Severity::low, Category::correctness, 0.6},  // unquoted $()
    LinterRow{"SC2034", Severity::low, Category::maintainability, 0.6},
    LinterRow{"SC2154", Severity::low, Category::correctness, 0.4},   // not assigned here
    LinterRow{"SC2155", Severity::low, Category::correctness, 0.6},   // declaration hides the exit code
    LinterRow{"SC2115", Severity::high, Category::correctness, 0.8},  // rm -rf "$x/"
    LinterRow{"SC2114", Severity::high, Category::correctness, 0.8},
    LinterRow{"SC2164", Severity::med, Category::correctness, 0.6},  // cd may fail
    LinterRow{"SC2068", Severity::med, Category::correctness, 0.8},  // unquoted $@
    LinterRow{"SC2069", Severity::med, Category::correctness, 0.8},
    LinterRow{"SC2091", Severity::med, Category::security, 0.6},  // runs the output
    LinterRow{"SC2029", Severity::low, Category::correctness, 0.4},
    LinterRow{"SC2145", Severity::med, Category::correctness, 0.7},
    LinterRow{"SC2148", Severity::low, Category::maintainability, 0.4},
    LinterRow{"SC1090", Severity::low, Category::maintainability, 0.1},
    LinterRow{"SC1091", Severity::low, Category::maintainability, 0.1},
    LinterRow{"SC1*", Severity::high, Category::correctness, 0.8},  // does not parse
    LinterRow{"SC22*", Severity::med, Category::correctness, 0.6},
    LinterRow{"SC20*", Severity::low, Category::correctness, 0.5},
    LinterRow{"SC21*", Severity::low, Category::correctness, 0.5},
    LinterRow{"SC3*", Severity::low, Category::correctness, 0.5},  // not in POSIX sh
};

}  // namespace

const Linter kShellcheck = {
    .name = "shellcheck",
    .program = "shellcheck",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.sh"; },
    .config = {},
    .config_name = {},
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"--version"}; },
    .parse = parse,
    .rows = kRows,
};

}  // namespace assay::analysis
