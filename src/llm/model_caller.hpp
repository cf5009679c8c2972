#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "llm/retry.hpp"
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
  /// Who reads the text while it comes, made anew for every call; may be empty.
  std::function<std::unique_ptr<ContentSink>()> listen;
};

/// A reply with any finish reason, or why there is none; and what it took either way.
struct Answer {
  std::optional<ChatReply> reply;
  std::optional<core::ReviewerFailure> failure;
  std::int64_t calls = 0;
  std::int64_t sent_bytes = 0;
};

/// Asks one model until it has answered: waits, tries again, learns the server's dialect, leaves a server
/// alone that fails. Lives on the coroutine of one review.
class ModelCaller {
 public:
  ModelCaller(ReviewerTools tools, std::string model, std::stop_token stop);

  /// `retry` says how many calls there may be; several questions may share one. It outlives the call.
  base::Task<Answer> ask(Question question, RetryState* retry);

 private:
  base::Task<void> wait(base::Micros time);

  ReviewerTools tools_;
  std::string model_;
  std::stop_token stop_;
};

}  // namespace assay::llm
