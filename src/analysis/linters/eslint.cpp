#include <array>

#include "analysis/linters/json_findings.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {
namespace {

using core::Category;
using core::Severity;

constexpr std::string_view kConfig = R"js('use strict';
module.exports = [{
  files: ['**/*.js', '**/*.jsx'],
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  languageOptions: { ecmaVersion: 'latest', sourceType: 'module', parserOptions: { ecmaFeatures: { jsx: true } } },
  rules: {
    'constructor-super': 1, 'for-direction': 1, 'getter-return': 1, 'no-class-assign': 1, 'no-compare-neg-zero': 1,
    'no-cond-assign': 1, 'no-const-assign': 1, 'no-dupe-args': 1, 'no-dupe-class-members': 1, 'no-dupe-else-if': 1,
    'no-dupe-keys': 1, 'no-duplicate-case': 1, 'no-func-assign': 1, 'no-import-assign': 1, 'no-invalid-regexp': 1,
    'no-loss-of-precision': 1, 'no-obj-calls': 1, 'no-self-assign': 1, 'no-self-compare': 1, 'no-setter-return': 1,
    'no-sparse-arrays': 1, 'no-this-before-super': 1, 'no-unreachable': 1, 'no-unsafe-finally': 1,
    'no-unsafe-negation': 1, 'no-unsafe-optional-chaining': 1, 'no-unused-vars': [1, { args: 'none' }],
    'require-atomic-updates': 0, 'use-isnan': 1, 'valid-typeof': 1, 'no-eval': 1, 'no-implied-eval': 1,
    'no-fallthrough': 1, 'array-callback-return': 1, 'no-constant-binary-expression': 1, 'no-template-curly-in-string': 1,
  },
}];
)js";

/// Our settings, no search for others, and no settings in comments.
std::vector<std::string> arguments(const LinterCall& call) {
  return {"--no-config-lookup",
          "-c",
          std::string{call.config},
          "--no-inline-config",
          "--no-ignore",
          "--no-warn-ignored",
          "-f",
          "json",
          std::string{call.file}};
}

base::Result<std::vector<LinterFinding>> parse(const ToolOutput& output) {
  return read_findings(
      output.out, {.list = "", .inner = "messages", .code = "ruleId", .line = "line", .end_line = "endLine"});
}

constexpr std::array kLanguages = {core::Language::javascript};

constexpr std::array kRows = {
    LinterRow{"no-unused-vars", Severity::low, Category::maintainability, 0.7},
    LinterRow{"no-eval", Severity::high, Category::security, 0.6},
    LinterRow{"no-implied-eval", Severity::high, Category::security, 0.7},
    LinterRow{"no-template-curly-in-string", Severity::low, Category::correctness, 0.5},
    LinterRow{"array-callback-return", Severity::low, Category::correctness, 0.5},
    LinterRow{"*", Severity::med, Category::correctness, 0.8},
};

}  // namespace

const Linter kEslint = {
    .name = "eslint",
    .program = "eslint",
    .languages = kLanguages,
    .file_name = [](core::Language) -> std::string_view { return "input.jsx"; },
    .config = kConfig,
    .config_name = "eslint.config.cjs",
    .arguments = arguments,
    .version_arguments = [] { return std::vector<std::string>{"--version"}; },
    .parse = parse,
    .rows = kRows,
    .package = {},
    .among_files = true,
    .limit_address_space = false,
};

}  // namespace assay::analysis
