#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/review/changed_sources.hpp"
#include "cli/run.hpp"

namespace CLI {
class App;
}

namespace assay::cli {

/// The flags of `assay review` that choose a change instead of whole files. Outlives the parsing.
class ChangeFlags {
 public:
  void add_to(CLI::App& command);

  bool given() const { return diff_ || staged_ || !patch_.empty(); }
  /// What is wrong with them beside these PATHs; empty: nothing.
  std::string problem(const std::vector<std::string>& paths) const;
  /// The changed files. An error: a sentence for the user.
  base::Result<std::unique_ptr<ChangedSources>> open(std::vector<std::string> paths,
                                                     std::optional<core::Language> language,
                                                     const Streams& streams, DetectLanguage detect) const;

 private:
  ChangeOptions::What what() const;

  bool diff_ = false;  // --diff, with or without a range
  std::string range_;
  bool staged_ = false;
  std::string patch_;
};

}  // namespace assay::cli
