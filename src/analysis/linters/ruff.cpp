#include <array>

#include "analysis/linters/json_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

using core::Category;
using core::Severity;

/// The package for Node.js is a library: this runs it. It reads no settings from disk.
constexpr std::string_view kRunner = R"js('use strict';
const { readFileSync } = require('node:fs');
const [folder, file] = process.argv.slice(2);
const { Workspace, PositionEncoding } = require(folder);
const settings = { lint: { select: ['F', 'E7', 'E9', 'B', 'S', 'PLE', 'ASYNC', 'PERF', 'RUF006'], ignore: ['E731', 'E741', 'S101', 'S311', 'B008', 'E701', 'E702'] } };
const workspace = new Workspace(settings, PositionEncoding ? PositionEncoding.Utf8 : undefined);
const found = workspace.check(readFileSync(file, 'utf8'));
process.stdout.write(JSON.stringify(found));
)js";

std::vector<std::string> arguments(const LinterCall& call) {
  return {"--max-old-space-size=512", std::string{call.config}, std::string{call.package},
          std::string{call.file}};
}

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  return read_findings(output.out,
                       {.code = "code", .line = "start_location.row", .end_line = "end_location.row"});
}

constexpr std::array kLanguages = {core::Language::python};

constexpr std::array kRows = {
    LinterRow{"F401", Severity::low, Category::maintainability, 0.8},
    LinterRow{"F841", Severity::low, Category::maintainability, 0.8},
    LinterRow{"F811", Severity::med, Category::correctness, 0.7},
    LinterRow{"F821", Severity::high, Category::correctness, 0.8},
    LinterRow{"F405", Severity::low, Category::maintainability, 0.2},
    LinterRow{"F403", Severity::low, Category::maintainability, 0.4},
    LinterRow{"F541", Severity::low, Category::readability, 0.5},
    LinterRow{"F*", Severity::med, Category::correctness, 0.85},
    LinterRow{"E722", Severity::med, Category::correctness, 0.7},
    LinterRow{"E711", Severity::low, Category::correctness, 0.6},
    LinterRow{"E712", Severity::low, Category::readability, 0.5},
    LinterRow{"E9*", Severity::high, Category::correctness, 0.9},
    LinterRow{"invalid-syntax", Severity::high, Category::correctness, 0.9},
    LinterRow{"E7*", Severity::low, Category::readability, 0.5},
    LinterRow{"B006", Severity::med, Category::correctness, 0.85},
    LinterRow{"B023", Severity::med, Category::correctness, 0.8},
    LinterRow{"B904", Severity::low, Category::maintainability, 0.4},
    LinterRow{"B905", Severity::low, Category::correctness, 0.3},
    LinterRow{"B*", Severity::low, Category::correctness, 0.6},
    LinterRow{"S105", Severity::med, Category::security, 0.4},
    LinterRow{"S106", Severity::med, Category::security, 0.4},
    LinterRow{"S107", Severity::med, Category::security, 0.4},
    LinterRow{"S603", Severity::low, Category::security, 0.15},
    LinterRow{"S607", Severity::low, Category::security, 0.2},
    LinterRow{"S404", Severity::low, Category::security, 0.1},
    LinterRow{"S40*", Severity::low, Category::security, 0.1},
    LinterRow{"S110", Severity::low, Category::correctness, 0.5},
    LinterRow{"S112", Severity::low, Category::correctness, 0.5},
    LinterRow{"S602", Severity::high, Category::security, 0.6},
    LinterRow{"S608", Severity::med, Category::security, 0.5},
    LinterRow{"S*", Severity::med, Category::security, 0.6},
    LinterRow{"PLE*", Severity::high, Category::correctness, 0.8},
    LinterRow{"ASYNC*", Severity::med, Category::performance, 0.6},
    LinterRow{"RUF006", Severity::low, Category::correctness, 0.6},
    LinterRow{"PERF*", Severity::low, Category::performance, 0.3},
};

}  // namespace

const Linter kRuff = {
    .name = "ruff",
    .program = "node",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.py"; },
    .config = kRunner,
    .config_name = "run-ruff.cjs",
    .arguments = arguments,
    .version_arguments = nullptr,
    .parse = parse,
    .rows = kRows,
    .package = "@astral-sh/ruff-wasm-nodejs",
    .limit_address_space = false,
};

}  // namespace assay::analysis
