#include <array>

#include "analysis/linters/json_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

using core::Category;
using core::Severity;

/// `--force-default-config`: no .rubocop.yml of anybody. A file called `.rubocop` with options would be read
/// from the folder it runs in, so it runs in an empty one.
std::vector<std::string> arguments(const LinterCall& call) {
  return {"--force-default-config",
          "--only",
          "Lint,Security",
          "--format",
          "json",
          "--cache",
          "false",
          "--no-server",
          std::string{call.file}};
}

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  return read_findings(output.out, {.list = "files",
                                    .inner = "offenses",
                                    .code = "cop_name",
                                    .line = "location.start_line",
                                    .end_line = "location.last_line"});
}

constexpr std::array kLanguages = {core::Language::ruby};

constexpr std::array kRows = {
    LinterRow{"Security/Eval", Severity::high, Category::security, 0.7},
    LinterRow{"Security/MarshalLoad", Severity::high, Category::security, 0.7},
    LinterRow{"Security/YAMLLoad", Severity::high, Category::security, 0.6},
    LinterRow{"Security/*", Severity::med, Category::security, 0.7},
    LinterRow{"Lint/Syntax", Severity::high, Category::correctness, 0.9},
    LinterRow{"Lint/UselessAssignment", Severity::low, Category::maintainability, 0.75},
    LinterRow{"Lint/UnusedMethodArgument", Severity::low, Category::maintainability, 0.3},
    LinterRow{"Lint/UnusedBlockArgument", Severity::low, Category::maintainability, 0.3},
    LinterRow{"Lint/UnreachableCode", Severity::med, Category::correctness, 0.85},
    LinterRow{"Lint/SuppressedException", Severity::low, Category::correctness, 0.6},
    LinterRow{"Lint/RescueException", Severity::med, Category::correctness, 0.8},
    LinterRow{"Lint/AssignmentInCondition", Severity::low, Category::correctness, 0.4},
    LinterRow{"Lint/Duplicate*", Severity::med, Category::correctness, 0.8},
    LinterRow{"Lint/MissingSuper", Severity::low, Category::correctness, 0.3},
    LinterRow{"Lint/Redundant*", Severity::low, Category::maintainability, 0.4},
    LinterRow{"Lint/*", Severity::low, Category::correctness, 0.6},
};

}  // namespace

const Linter kRubocop = {
    .name = "rubocop",
    .program = "rubocop",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.rb"; },
    .config = {},
    .config_name = {},
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"--version"}; },
    .parse = parse,
    .rows = kRows,
};

}  // namespace assay::analysis
