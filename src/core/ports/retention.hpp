#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"

namespace assay::core {

/// What is kept no longer. Absent: kept for ever. Unfinished submissions are kept whatever their age.
struct RetentionLimits {
  /// Submissions that were made before are erased, as ReviewStore::erase does.
  std::optional<base::Timestamp> submissions_before;
  /// Code that was last submitted before is forgotten; the submissions and their reviews stay.
  std::optional<base::Timestamp> code_before;
};

struct Swept {
  std::vector<SubmissionId> erased;
  std::vector<SubmissionId> without_code;  ///< lost their code
  bool more = false;                       ///< there may be more: sweep again, soon
};

/// Deletes what has been kept long enough, a bounded piece at a time. Calls come from any io_context thread
/// and resume there. Errors as ReviewStore's.
class Retention {
 public:
  virtual ~Retention() = default;
  /// At most `most` submissions and the code of as many, of every scope, oldest first. Durable when it
  /// returns.
  virtual base::Task<base::Result<Swept>> sweep(RetentionLimits limits, int most, base::Timestamp now) = 0;
};

}  // namespace assay::core
