#include <array>

#include "analysis/linters/json_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

using core::Category;
using core::Severity;

constexpr std::string_view kConfig =
    R"json({"categories":{"correctness":"warn","suspicious":"off","style":"off"},"plugins":["typescript","unicorn","promise"],"rules":{"unicorn/no-empty-file":"off","no-eval":"warn","no-self-compare":"warn","no-fallthrough":"warn","no-unused-vars":"warn"}})json";

/// Our settings, and no file's in the folders below.
std::vector<std::string> arguments(const LinterCall& call) {
  return {"-c",   std::string{call.config}, "--disable-nested-config", "--no-ignore", "-f",
          "json", std::string{call.file}};
}

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  return read_findings(output.out, {.list = "diagnostics", .code = "code", .line = "labels.0.span.line"});
}

constexpr std::array kLanguages = {core::Language::javascript, core::Language::typescript};

constexpr std::array kRows = {
    LinterRow{"eslint(no-unused-vars)", Severity::low, Category::maintainability, 0.7},
    LinterRow{"eslint(no-eval)", Severity::high, Category::security, 0.6},
    LinterRow{"eslint(no-debugger)", Severity::med, Category::correctness, 0.9},
    LinterRow{"eslint(no-useless-escape)", Severity::low, Category::readability, 0.4},
    LinterRow{"eslint(no-control-regex)", Severity::low, Category::correctness, 0.3},
    LinterRow{"eslint(no-unused-expressions)", Severity::low, Category::correctness, 0.4},
    LinterRow{"eslint(*", Severity::med, Category::correctness, 0.75},
    LinterRow{"unicorn(*", Severity::low, Category::readability, 0.4},
    LinterRow{"*", Severity::low, Category::correctness, 0.5},
};

}  // namespace

const Linter kOxlint = {
    .name = "oxlint",
    .program = "oxlint",
    .languages = kLanguages,
    .file_name = [](core::Language language) -> std::string_view {
      return language == core::Language::typescript ? "input.ts" : "input.jsx";
    },
    .config = kConfig,
    .config_name = "oxlintrc.json",
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"--version"}; },
    .parse = parse,
    .rows = kRows,
    .package = {},
    .limit_address_space = false,
};

}  // namespace assay::analysis
