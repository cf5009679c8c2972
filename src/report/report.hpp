#pragma once
#include <string>

#include "report/file_review.hpp"
#include "report/totals.hpp"

namespace assay::report {

/// Writes one document in one format, file by file, so that thousands of files need the memory of one.
/// Appends to `out`; the caller sends on and empties it whenever it likes. Deterministic: equal input, equal
/// bytes. Not thread-safe.
class Report {
 public:
  virtual ~Report() = default;
  /// Before the first file.
  virtual void begin(std::string& out) = 0;
  virtual void add(std::string& out, const FileReview& file) = 0;
  /// After the last one. `totals` holds every file added.
  virtual void finish(std::string& out, const Totals& totals) = 0;
};

}  // namespace assay::report
