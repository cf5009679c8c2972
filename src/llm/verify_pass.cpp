#include "llm/verify_pass.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "base/task_group.hpp"
#include "llm/stored_reply.hpp"
#include "llm/verify_prompt.hpp"
#include "llm/verify_reply.hpp"

namespace assay::llm {
namespace {

// More findings than this in one part are left unjudged: the worst come first.
constexpr std::size_t kMostFindings = 60;
constexpr std::int64_t kTokensPerVerdict = 120;

std::string key_of(core::LineRange part) {
  return "llm/verify/" + std::to_string(part.start) + "-" + std::to_string(part.end);
}

}  // namespace

base::Task<VerifyPass::Result> VerifyPass::run(std::vector<core::Issue> issues,
                                               std::vector<core::LineRange> parts) {
  issues_ = std::move(issues);
  parts_ = std::move(parts);
  rejected_.assign(issues_.size(), {});
  const auto takers =
      std::min(parts_.size(), static_cast<std::size_t>(std::max(1, tools_.reviewer.config.parallel_parts)));
  if (takers <= 1) {
    co_await take_parts();
  } else {
    const auto executor = co_await boost::asio::this_coro::executor;
    base::TaskGroup group(executor);
    for (std::size_t i = 0; i < takers; ++i) group.spawn(take_parts());
    co_await group.join();
  }
  for (std::size_t i = 0; i < issues_.size(); ++i) {
    if (rejected_[i].empty()) {
      result_.confirmed.push_back(std::move(issues_[i]));
    } else {
      result_.dropped.push_back({std::move(issues_[i]), std::move(rejected_[i])});
    }
  }
  co_return std::move(result_);
}

base::Task<void> VerifyPass::take_parts() {
  while (next_part_ < parts_.size()) {
    const auto part = parts_[next_part_++];
    co_await check(part);
  }
}

base::Task<void> VerifyPass::check(core::LineRange part) {
  Chosen chosen;
  for (std::size_t i = 0; i < issues_.size() && chosen.size() < kMostFindings; ++i) {
    const auto& lines = issues_[i].lines;
    if (lines && lines->start >= part.start && lines->start <= part.end) chosen.push_back(i);
  }
  if (chosen.empty()) co_return;
  const auto content = co_await answer_for(part, &chosen);
  if (content.empty()) co_return;
  const auto verdicts = read_verify_reply(content);
  if (!verdicts) {
    give_up(part, verdicts.error().message);
    co_return;
  }
  std::vector<bool> judged(chosen.size(), false);
  for (const auto& verdict : *verdicts) {
    const auto index = static_cast<std::size_t>(verdict.number) - 1;
    if (index >= chosen.size() || judged[index]) continue;
    judged[index] = true;
    if (!verdict.confirmed) {
      rejected_[chosen[index]] = verdict.reason.empty() ? "a second look did not confirm it" : verdict.reason;
    }
  }
  const auto missing = std::count(judged.begin(), judged.end(), false);
  if (missing > 0) {
    result_.complete = false;
    result_.notes.push_back("the second pass said nothing on " + std::to_string(missing) + " of " +
                            std::to_string(chosen.size()) + " findings in lines " +
                            std::to_string(part.start) + "-" + std::to_string(part.end) + "; they stay");
  }
}

// Empty where there is none; the notes then say why.
base::Task<std::string> VerifyPass::answer_for(core::LineRange part, const Chosen* chosen) {
  const auto& request = tools_.request;
  const bool logged = request.replies != nullptr && !request.job.empty();
  if (logged) {
    auto found = co_await request.replies->find(request.job, key_of(part));
    const auto stored = found && *found ? decode_stored_reply(**found) : std::nullopt;
    if (stored) {
      if (const auto* model = tools_.reviewer.models.find(stored->model)) {
        tools_.bill.add_call(*model, stored->sent_bytes);  // paid for by an earlier attempt
        tools_.bill.add_usage(*model, stored->usage);
        if (stored->usage) tools_.bill.add_spend(model->spend(*stored->usage));
      }
      co_return stored->content;
    }
  }
  std::vector<const core::Issue*> findings;
  for (const auto index : *chosen) findings.push_back(&issues_[index]);
  Question question;
  question.system = verify_system_prompt();
  question.schema = verify_schema();
  question.max_output_tokens = std::max(tools_.reviewer.config.max_output_tokens,
                                        kTokensPerVerdict * static_cast<std::int64_t>(findings.size()));
  question.temperature = tools_.reviewer.config.temperature;
  question.prompt = [this, part, &findings](bool describe_schema) {
    VerifyInput input;
    input.language = tools_.request.input->language;
    input.filename = tools_.request.input->filename;
    input.lines = tools_.code.lines();
    input.part = part;
    input.findings = findings;
    input.max_line_bytes = tools_.reviewer.config.max_line_bytes;
    input.describe_schema = describe_schema;
    return build_verify_prompt(input, tools_.reviewer.random);
  };
  auto plan = tools_.caller.plan();
  auto answer = co_await tools_.caller.ask(question, &plan);
  if (!answer.reply || answer.reply->finish == FinishReason::length) {
    give_up(part, answer.reply ? "its answer was cut off" : answer.failure->reason);
    co_return std::string{};
  }
  StoredReply stored{std::move(answer.reply->content), answer.model->name, answer.reply->usage,
                     answer.sent_bytes};
  if (logged) {
    auto text = encode_stored_reply(stored);
    // Where it can't be kept, a later attempt asks again.
    const auto saved = co_await request.replies->save(request.job, key_of(part), std::move(text));
    static_cast<void>(saved);
  }
  co_return std::move(stored.content);
}

void VerifyPass::give_up(core::LineRange part, const std::string& reason) {
  result_.complete = false;
  result_.notes.push_back("the second pass over lines " + std::to_string(part.start) + "-" +
                          std::to_string(part.end) + " failed, so its findings stay: " + reason);
}

}  // namespace assay::llm
