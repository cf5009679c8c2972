#pragma once
#include <memory>
#include <vector>

#include "review/run_observer.hpp"

namespace assay::review {

/// One reviewer over all texts of a submission, a few of them at a time. Lives on the coroutine that awaits
/// `run`.
class ReviewerRun {
 public:
  /// All of it outlives the run. `evidence`: what earlier reviewers found.
  struct Parts {
    core::Reviewer& reviewer;
    const Pipeline::Run& run;
    const std::vector<TextUnderReview>& texts;
    const std::vector<core::Issue>& evidence;
    RunObserver& observer;
  };
  explicit ReviewerRun(Parts parts);

  /// The outcomes of all texts as one, in the order of the texts. After a failure no further text is begun.
  base::Task<core::ReviewerOutcome> run();

 private:
  base::Task<void> take_texts();
  base::Task<void> review_text(std::size_t index);
  core::ReviewerOutcome joined();

  Parts parts_;
  std::vector<std::optional<core::ReviewerOutcome>> outcomes_;  // by text; absent: not begun
  std::size_t next_ = 0;
  bool failed_ = false;
};

}  // namespace assay::review
