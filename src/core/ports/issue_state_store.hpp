#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "core/ids.hpp"
#include "core/issue_state.hpp"

namespace assay::core {

/// A finding whose state is set; `fingerprint` covers `path`.
struct IssueRef {
  Scope scope;
  std::string path;
  std::string fingerprint;
};

/// What people said of findings, kept for good: by scope and fingerprint of the issue, so that it holds for
/// every review that has the same finding, earlier and later ones. A ReviewStore over the same data gives the
/// states with its records. Errors as those of ReviewStore.
class IssueStateStore {
 public:
  virtual ~IssueStateStore() = default;

  /// Adds to the history of the issue; the newest one is in force. Durable when it returns, and seen by all
  /// reads that begin afterwards. `state.at` is set by the caller.
  virtual base::Task<base::Result<void>> set_state(IssueRef issue, IssueState state) = 0;
  /// Everything that was said of it, oldest first.
  virtual base::Task<base::Result<std::vector<IssueState>>> state_history(Scope scope,
                                                                          std::string fingerprint) = 0;
};

}  // namespace assay::core
