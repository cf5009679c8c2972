#pragma once
#include <deque>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "llm/calls/model_caller.hpp"
#include "llm/findings.hpp"
#include "llm/prepared_code.hpp"
#include "llm/reviewer_tools.hpp"
#include "llm/run_report.hpp"
#include "llm/stored_reply.hpp"

namespace assay::llm {

/// One review of one submission. Lives on the coroutine that awaits `run`.
class ReviewRun {
 public:
  /// `route`: whom to ask, in order of preference; at least one.
  ReviewRun(ReviewerTools tools, core::ReviewRequest request, std::vector<Model*> route);

  base::Task<core::ReviewerOutcome> run();

 private:
  /// What goes to the model in one request.
  struct Part {
    core::LineRange lines;
    int sample = 0;
    int splits = 0;  // how often it was halved because answers were cut off
    enum class State { waiting, reviewed, replaced } state = State::waiting;
  };

  base::Task<void> split();
  base::Task<void> verify();
  base::Task<void> review_all();
  base::Task<void> take_parts();
  base::Task<void> review_part(Part* part);
  base::Task<void> ask(Part* part, bool asked_before);
  base::Task<bool> keep(const Part* part, StoredReply reply);

  std::string part_key(const Part& part) const;
  std::string build_prompt(const Part& part, bool describe_schema);
  std::optional<std::string> read(const StoredReply& reply, const Model& model, const Part& part,
                                  Findings::Streamed& streamed);
  SentFile sent_file(const Model& model, const Part& part) const;
  bool halve(Part& part);
  void finish(Part& part);
  void fail(const Part& part, core::ReviewerFailure failure);
  void report_coverage();
  void report_cost();

  ReviewerTools tools_;
  core::ReviewRequest request_;
  std::vector<Model*> route_;
  ReviewBill bill_;
  std::optional<PreparedCode> code_;
  core::CodeOutline outline_;
  int samples_ = 1;
  std::deque<Part> parts_;                  // grows while parts are halved; parts stay where they are
  std::vector<core::LineRange> unchanged_;  // parts without a line that the diff changes
  std::vector<core::LineRange> left_out_;   // more code than may be sent
  std::size_t next_part_ = 0;
  const Model* fallback_ = nullptr;  // that reviewed a part
  std::stop_source stop_;
  core::ReviewerOutcome outcome_;
  ModelCaller caller_;
  Findings findings_;
};

}  // namespace assay::llm
