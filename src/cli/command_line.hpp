#pragma once
#include <functional>
#include <string>

#include "cli/run.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the name is the library's
class App;
}

namespace assay::cli {

/// What the commands register themselves with. `action` is set by the one that was chosen and run after
/// parsing.
struct CommandLine {
  Streams streams;
  const Environment& environment;
  const Services& services;
  std::function<int()> action;

  /// Sentence to standard error, after "assay: ".
  void complain(const std::string& sentence) const { streams.err.write("assay: " + sentence + "\n"); }
};

}  // namespace assay::cli
