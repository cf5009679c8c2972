#pragma once
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "llm/anchor.hpp"
#include "llm/calls/model_caller.hpp"
#include "llm/findings.hpp"
#include "llm/redact.hpp"
#include "llm/reviewer_tools.hpp"
#include "llm/split_code.hpp"
#include "llm/stored_reply.hpp"

namespace assay::llm {

/// One review of one submission. Lives on the coroutine that awaits `run`.
class ReviewRun {
 public:
  /// `route`: whom to ask, in order of preference; at least one.
  ReviewRun(ReviewerTools tools, core::ReviewRequest request, std::vector<Model*> route);

  base::Task<core::ReviewerOutcome> run();

 private:
  void prepare();
  base::Task<void> review_all();
  base::Task<void> take_parts();
  base::Task<void> review_part(std::size_t part);
  base::Task<void> ask(std::size_t part, bool asked_before);
  base::Task<bool> keep(std::size_t part, StoredReply reply);

  std::string part_key(std::size_t part) const;
  std::string build_prompt(std::size_t part, bool describe_schema);
  std::optional<std::string> read(const StoredReply& reply, const Model& model,
                                  const Findings::Streamed& streamed);
  SentFile sent_file(const Model& model) const;
  void finish_part(std::size_t part);
  void fail(std::size_t part, core::ReviewerFailure failure);
  void report_coverage();
  void report_cost();

  ReviewerTools tools_;
  core::ReviewRequest request_;
  std::vector<Model*> route_;
  ReviewBill bill_;
  RedactedCode code_;
  std::optional<CodeIndex> index_;
  std::vector<std::string_view> lines_;
  CodeParts parts_;
  std::vector<bool> done_;  // by part
  std::size_t next_part_ = 0;
  const Model* fallback_ = nullptr;  // that reviewed a part
  std::stop_source stop_;
  core::ReviewerOutcome outcome_;
  ModelCaller caller_;
  Findings findings_;
};

}  // namespace assay::llm
