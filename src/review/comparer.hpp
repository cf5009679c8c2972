#pragma once
#include <string>

#include "core/review.hpp"
#include "review/reader.hpp"

namespace assay::review {

/// Compares two reviews of a scope. Thread-safe; calls stay on their io_context.
class Comparer {
 public:
  explicit Comparer(Reader& reader) : reader_(reader) {}

  /// The object Comparison of api/openapi.json. `not_found` where either id is unknown in the scope, with the
  /// field "id" or "other"; `conflict` where either has no review; `corrupt`.
  base::Task<base::Result<std::string>> compare(core::Scope scope, core::SubmissionId before,
                                                core::SubmissionId after);

 private:
  struct Loaded {
    SharedRecord record;
    core::Review review;
    std::shared_ptr<const core::ReviewInput> input;
  };
  base::Task<base::Result<Loaded>> load(core::Scope scope, core::SubmissionId id, std::string field);

  Reader& reader_;
};

}  // namespace assay::review
