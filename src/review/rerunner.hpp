#pragma once
#include "base/result.hpp"
#include "base/task.hpp"
#include "review/reader.hpp"
#include "review/submitter.hpp"

namespace assay::review {

/// Reviews the code of an earlier submission anew, past the cache. Thread-safe.
class Rerunner {
 public:
  Rerunner(Reader& reader, Submitter& submitter) : reader_(reader), submitter_(submitter) {}

  /// `not_found`; otherwise the errors of Submitter::submit. `request` has everything but the input.
  base::Task<base::Result<Submitted>> rerun(core::SubmissionId id, SubmitRequest request);

 private:
  Reader& reader_;
  Submitter& submitter_;
};

}  // namespace assay::review
