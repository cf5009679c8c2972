#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "base/result.hpp"

namespace assay::analysis {

/// One line of what a tool says, before it is mapped.
struct LinterFinding {
  std::string code;  ///< the tool's own name for it: "SC2086", "Lint/UselessAssignment"
  std::string message;
  int line = 1;
  int end_line = 0;  ///< 0: the same
  int cwe = 0;       ///< where the tool says one
};

/// What a tool's code means in our words. The first row that fits decides; a name ending in "*" fits all
/// codes that begin so. A finding without a row is not shown.
struct LinterRow {
  std::string_view code;
  core::Severity severity;
  core::Category category;
  double confidence;
};

/// What the tool said: its two streams and its exit code.
struct ToolOutput {
  std::string out;
  std::string err;
  int exit_code = 0;
};

/// How to call the tool: `program` and `arguments` are for a folder with one file, named `file`, and, where
/// the tool wants settings, one with ours, named `config`.
struct LinterCall {
  std::string_view file;    ///< relative to the folder it runs in
  std::string_view config;  ///< absolute; empty where the tool has none of ours
  core::Language language;
  /// Folder with the tool's package, for tools that are no program of their own; else empty.
  std::string_view package;
};

/// One installed program that finds things in a file. A row of all_linters(); every member is a constant.
struct Linter {
  std::string_view name;     ///< "shellcheck"
  std::string_view program;  ///< what is looked for on PATH
  std::span<const core::Language> languages;
  std::string_view (*file_name)(core::Language language);
  std::string_view config;       ///< text of our settings file; empty for none
  std::string_view config_name;  ///< its name, for tools that look at the ending
  std::vector<std::string> (*arguments)(const LinterCall& call);
  std::vector<std::string> (*version_arguments)();
  /// An error: that was no output of this tool; it crashed, say.
  base::Result<std::vector<LinterFinding>> (*parse)(const ToolOutput& output);
  std::span<const LinterRow> rows;
  /// The npm package that `program` (node) runs; empty for tools that are programs themselves.
  std::string_view package = {};
  /// It looks at no file that does not lie below the folder it works in.
  bool among_files = false;
  /// Node needs more address space than it ever uses; such tools are limited by their heap instead.
  bool limit_address_space = true;
};

/// In the order of their names.
std::span<const Linter* const> all_linters();
/// Null for none.
const LinterRow* row_of(const Linter& linter, std::string_view code);

// One tool, one file.
extern const Linter kCppcheck;
extern const Linter kEslint;
extern const Linter kGofmt;
extern const Linter kOxlint;
extern const Linter kPhpLint;
extern const Linter kRubocop;
extern const Linter kRuff;
extern const Linter kShellcheck;
extern const Linter kYamllint;

}  // namespace assay::analysis
