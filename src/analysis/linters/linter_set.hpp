#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/linters/linter.hpp"

namespace assay::analysis {

struct LinterOptions {
  bool enabled = true;           ///< false: none is looked for
  std::vector<std::string> off;  ///< names of those that are not to run
  std::vector<std::string>
      folders;  ///< looked through before PATH; node_modules/.bin of a project of yours, say
  std::chrono::milliseconds timeout{10'000};  ///< for one run
  std::string executable = "/proc/self/exe";  ///< a binary whose main calls run_child_if_asked
};

/// One tool as it was found at start.
struct InstalledLinter {
  std::string name;
  std::string path;  ///< of the program; of the package where that is run by another program
  bool enabled = true;
  std::string detail;  ///< why it is off; else empty
};

/// The linters that are installed here. Immutable after `find`; thread-safe.
class LinterSet {
 public:
  /// Looks for each program; runs none. Reads folders.
  static LinterSet find(LinterOptions options);

  const std::vector<InstalledLinter>& installed() const { return installed_; }
  bool any_for(core::Language language) const;
  /// Changes with the tools' files and with our rows: part of a reviewer's identity. Empty without any.
  std::string identity() const;

  /// What each of `installed` says its version is; empty where it does not. Runs them all at once, which
  /// takes as long as the slowest. Blocks.
  std::vector<std::string> versions() const;

  struct Outcome {
    std::vector<core::Issue> issues;  ///< in order of lines; source "linter:NAME"
    std::vector<std::string> notes;   ///< for the coverage: who failed, and why
    bool complete = true;             ///< false: one failed
  };
  /// Runs every tool for the language, one after the other. Blocks. `beside`: files laid next to the code,
  /// for tests of what a hostile repository could do.
  Outcome run(const Source& source, const std::stop_token& stop,
              const std::vector<std::pair<std::string, std::string>>& beside = {}) const;

 private:
  struct Found {
    const Linter* linter = nullptr;
    std::string program;
    std::string package;    ///< folder; empty for programs
    std::size_t index = 0;  ///< in installed_
  };
  LinterOptions options_;
  std::vector<InstalledLinter> installed_;
  std::vector<Found> found_;
};

}  // namespace assay::analysis
