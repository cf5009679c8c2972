#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "core/trace_context.hpp"
#include "llm/calls/call_plan.hpp"
#include "llm/calls/model_book.hpp"
#include "llm/calls/review_bill.hpp"
#include "llm/reviewer_tools.hpp"

namespace assay::llm {

/// What a model is asked. What the views and functions point to outlives the call.
struct Question {
  std::string_view system;
  std::string_view schema;
  std::int64_t max_output_tokens = 0;
  std::optional<double> temperature;
  /// The prompt, made anew for every call; with the schema in words for servers that take none.
  std::function<std::string(bool describe_schema)> prompt;
  /// Who reads the text of this model while it comes, made anew for every call; may be empty.
  std::function<std::unique_ptr<ContentSink>(const Model& model)> listen;
};

/// A reply whose finish reason is `stop` or `length`, or why there is none.
struct Answer {
  std::optional<ChatReply> reply;
  const Model* model = nullptr;  ///< that gave it
  std::optional<core::ReviewerFailure> failure;
  std::int64_t sent_bytes = 0;  ///< of the call that was answered
};

/// Asks the models of a route until one has answered: waits, tries again, goes on to the next, learns the
/// servers' dialects, leaves servers alone that fail. The only loop in which calls are repeated. Lives on the
/// coroutine of one review.
class ModelCaller {
 public:
  /// On whose behalf models are asked.
  struct Caller {
    core::Scope scope;  ///< whose budget pays
    std::string trace;  ///< traceparent; empty: none
  };
  /// `route`: whom to ask, in order, at least one. `bill` gets every call and outlives it.
  ModelCaller(ReviewerTools tools, const Caller& caller, std::vector<Model*> route, ReviewBill& bill,
              std::stop_token stop);

  /// A plan for one part: how many calls there may be over all questions that share it.
  CallPlan plan() const;
  /// `plan` outlives the call.
  base::Task<Answer> ask(Question question, CallPlan* plan);

 private:
  class Problems;

  base::Task<CallPlan::Step> call_once(const Question* question, CallPlan* plan, Problems* problems,
                                       Answer* answer);
  base::Task<ChatOutcome> call(Model* model, Dialect dialect, const Question* question,
                               const ChatRequest* request);
  void account(Model& model, const ChatOutcome& outcome, std::int64_t bare_estimate);

  ReviewerTools tools_;
  core::Scope scope_;
  std::optional<core::TraceContext> trace_;
  std::vector<Model*> route_;
  ReviewBill& bill_;
  std::stop_token stop_;
};

}  // namespace assay::llm
