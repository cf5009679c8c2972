#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "cli/output.hpp"

namespace assay::cli {

/// One line on a terminal that says how far a review of files is; nothing elsewhere. Redrawn at most ten
/// times a second.
class Progress {
 public:
  /// Both must outlive it. Shows nothing where `err` is no terminal.
  Progress(Output& err, const base::Clock& clock) : err_(err), clock_(clock), shown_(err.is_terminal()) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::int64_t files, std::int64_t issues, std::string_view path);
  /// Takes the line away, before something else is written to the terminal.
  void clear();

 private:
  Output& err_;
  const base::Clock& clock_;
  bool shown_;
  bool drawn_ = false;
  base::Micros last_{0};
};

}  // namespace assay::cli
