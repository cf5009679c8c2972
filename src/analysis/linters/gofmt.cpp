#include <array>

#include "analysis/linters/line_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

/// `-e`: every syntax error; `-l`: the name of the file instead of its text. It has no settings file.
std::vector<std::string> arguments(const LinterCall& call) { return {"-e", "-l", std::string{call.file}}; }

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  return read_lines(output.err, "input.go", "syntax");
}

constexpr std::array kLanguages = {core::Language::go};
constexpr std::array kRows = {LinterRow{"syntax", core::Severity::high, core::Category::correctness, 0.95}};

}  // namespace

const Linter kGofmt = {
    .name = "gofmt",
    .program = "gofmt",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.go"; },
    .config = {},
    .config_name = {},
    .arguments = arguments,
    .version_arguments = nullptr,
    .parse = parse,
    .rows = kRows,
    .limit_address_space = false,
};

}  // namespace assay::analysis
