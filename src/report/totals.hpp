#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "report/file_review.hpp"

namespace assay::report {

/// What the end of a report says about all files together.
struct Totals {
  std::int64_t completed = 0;
  std::int64_t failed = 0;
  std::int64_t skipped = 0;
  std::int64_t in_part = 0;              ///< of the completed: those with lines that a reviewer did not read
  std::array<std::int64_t, 3> issues{};  ///< by severity, low first
  std::int64_t score_sum = 0;            ///< of the files that have a score
  std::int64_t scored = 0;
  std::map<std::string, std::int64_t> skipped_because;  ///< files by reason
  std::map<std::string, std::int64_t> sent;             ///< bytes that left the machine, by where to
  std::int64_t redactions = 0;                          ///< secrets kept back from what was sent
  std::int64_t run_ms = 0;                              ///< wall time; set by the caller

  void add(const FileReview& file);
  std::int64_t files() const { return completed + failed + skipped; }
  std::int64_t all_issues() const { return issues[0] + issues[1] + issues[2]; }
};

}  // namespace assay::report
