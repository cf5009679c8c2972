#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "llm/calls/model_caller.hpp"
#include "llm/prepared_code.hpp"
#include "llm/reviewer_tools.hpp"

namespace assay::llm {

/// The second pass: asks the model to confirm each finding against its code. Lives on the coroutine of one
/// review; all it is given outlives it.
class VerifyPass {
 public:
  struct Tools {
    ReviewerTools reviewer;
    const core::ReviewRequest& request;
    const PreparedCode& code;
    ModelCaller& caller;
    ReviewBill& bill;
  };
  explicit VerifyPass(Tools tools) : tools_(tools) {}

  struct Result {
    std::vector<core::Issue> confirmed;  ///< and those that the pass could not judge
    struct Dropped {
      core::Issue issue;
      std::string reason;
    };
    std::vector<Dropped> dropped;
    std::vector<std::string> notes;  ///< on what could not be judged
    bool complete = true;
  };
  /// `parts`: the lines that were sent together. Findings without a place, and all of a part whose answer
  /// does not come or can't be read, stay: the pass drops only what it was told to be wrong. One call a part
  /// that has findings, kept like any other reply.
  base::Task<Result> run(std::vector<core::Issue> issues, std::vector<core::LineRange> parts);

 private:
  using Chosen = std::vector<std::size_t>;

  base::Task<void> take_parts();
  base::Task<void> check(core::LineRange part);
  base::Task<std::string> answer_for(core::LineRange part, const Chosen* chosen);
  void give_up(core::LineRange part, const std::string& reason);

  Tools tools_;
  std::vector<core::Issue> issues_;
  std::vector<core::LineRange> parts_;
  std::vector<std::string> rejected_;  // why, by issue; empty: not rejected
  std::size_t next_part_ = 0;
  Result result_;
};

}  // namespace assay::llm
