#pragma once
#include <cstdint>
#include <memory>

#include "core/ports/review_store.hpp"

namespace assay::core {

/// A submission that was made and came to its end elsewhere.
struct ImportedSubmission {
  Submission submission;  ///< terminal; `updated_at` is when it ended. `review`, `file_count` are not read
  std::shared_ptr<const ReviewInput> input;
  /// Its review; `finished_at` is when that was made, `outcome`, `error`, `cacheable` and `expires_at` are
  /// not read. Null without one. Several submissions may have the same.
  std::shared_ptr<const JobResult> review;
};

enum class Imported : std::uint8_t { added, known };

/// Takes over what another system has finished. It shows in history, in the search and in statistics as of
/// its own times; it answers no equal work from the cache, since it was not reviewed by the rules in force.
/// Calls and errors as ReviewStore's.
class ImportSink {
 public:
  virtual ~ImportSink() = default;
  /// `known`, and nothing happens, where the scope has a submission of that id; `conflict` where another
  /// scope has. Durable when it returns; a call that failed may be repeated.
  virtual base::Task<base::Result<Imported>> put(ImportedSubmission imported) = 0;
};

}  // namespace assay::core
