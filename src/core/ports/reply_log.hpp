#pragma once
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"

namespace assay::core {

/// Keeps a model's raw reply from the moment it is complete, before it is read: a crash after the call must
/// not pay for the call again. Replies go away with their job.
class ReplyLog {
 public:
  virtual ~ReplyLog() = default;
  /// `part` names the call within the job (for example "llm/0/sample0"). Durable when it returns.
  /// Again for the same part: the new reply takes the place of the old one. `conflict` where the job is over.
  virtual base::Task<base::Result<void>> save(JobId job, std::string part, std::string reply) = 0;
  virtual base::Task<base::Result<std::optional<std::string>>> find(JobId job, std::string part) = 0;
};

}  // namespace assay::core
