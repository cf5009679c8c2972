#pragma once
#include <string>
#include <vector>

#include "core/ports/issue_state_store.hpp"
#include "review/hot_reviews.hpp"
#include "review/reader.hpp"

namespace assay::review {

/// An issue with what people said of it.
struct StatedIssue {
  core::Issue issue;
  std::vector<core::IssueState> history;  ///< oldest first; the last one is in force
  core::IssueState state() const { return history.empty() ? core::IssueState{} : history.back(); }
};

/// Reads and sets the states of issues. Thread-safe; calls stay on their io_context.
class IssueTriage {
 public:
  struct Parts {
    Reader& reader;
    core::IssueStateStore& states;
    HotReviews& hot;
    const base::Clock& clock;
  };
  explicit IssueTriage(Parts parts) : parts_(parts) {}

  /// `not_found` for an unknown submission (field "id") and for an issue that its review, shown or filtered,
  /// does not have (field "issue_id").
  base::Task<base::Result<StatedIssue>> find(core::Scope scope, core::SubmissionId id, std::string issue_id);
  /// Durable when it returns, and seen by everyone who reads afterwards. `state.at` is set here. The same
  /// errors.
  base::Task<base::Result<StatedIssue>> set(core::Scope scope, core::SubmissionId id, std::string issue_id,
                                            core::IssueState state);

 private:
  Parts parts_;
};

}  // namespace assay::review
