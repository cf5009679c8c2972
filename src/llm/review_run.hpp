#pragma once
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/task.hpp"
#include "core/ports/reviewer.hpp"
#include "llm/anchor.hpp"
#include "llm/breaker.hpp"
#include "llm/chat_client.hpp"
#include "llm/draft_issue.hpp"
#include "llm/llm_config.hpp"
#include "llm/prices.hpp"
#include "llm/redact.hpp"
#include "llm/split_code.hpp"
#include "llm/stored_reply.hpp"

namespace assay::llm {

/// What all reviews of one LlmReviewer share.
struct ReviewerTools {
  const LlmConfig& config;
  const ChatClient& client;
  const Redactor& redactor;
  const PriceTable& prices;
  const std::string& system_prompt;
  base::Random& random;
  const base::Clock& clock;
  std::map<std::string, Dialect, std::less<>>& dialects;  ///< by model
  std::map<std::string, Breaker, std::less<>>& breakers;  ///< by model
};

/// One review of one submission. Lives on the coroutine that awaits `run`.
class ReviewRun {
 public:
  ReviewRun(ReviewerTools tools, core::ReviewRequest request, std::string model);

  base::Task<core::ReviewerOutcome> run();

 private:
  void prepare();
  base::Task<void> review_all();
  base::Task<void> take_parts();
  base::Task<void> review_part(std::size_t part);
  base::Task<void> ask(std::size_t part, bool asked_before);
  base::Task<bool> keep(std::size_t part, StoredReply reply);
  base::Task<void> wait(base::Micros time);

  std::string part_key(std::size_t part) const;
  std::string build_prompt(std::size_t part, const Dialect& dialect);
  void take_streamed(std::string_view object, std::vector<DraftIssue>& streamed);
  /// Nothing: the reply was read; else why it can't be.
  std::optional<std::string> read(const StoredReply& reply, const std::vector<DraftIssue>& streamed);
  void add(DraftIssue draft);
  void count_tokens(const StoredReply& reply);
  void finish_part(std::size_t part);
  void fail(std::size_t part, std::string reason, bool retryable,
            std::optional<base::Micros> retry_after = {});
  void report_coverage();
  void report_cost();

  ReviewerTools tools_;
  core::ReviewRequest request_;
  std::string model_;
  std::string source_;
  RedactedCode code_;
  std::optional<CodeIndex> index_;
  std::vector<std::string_view> lines_;
  CodeParts parts_;
  std::vector<bool> done_;          // by part
  std::vector<core::Issue> shown_;  // what the observer has seen
  std::size_t next_part_ = 0;
  bool usage_known_ = true;
  std::int64_t sent_bytes_ = 0;
  std::stop_source stop_;
  core::ReviewerOutcome outcome_;
};

}  // namespace assay::llm
