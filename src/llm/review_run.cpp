#include "llm/review_run.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <iterator>
#include <memory>
#include <utility>

#include "base/task_group.hpp"
#include "core/merge.hpp"
#include "llm/invisible.hpp"
#include "llm/issue_stream.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/run_report.hpp"
#include "llm/tokens.hpp"

namespace assay::llm {
namespace {

namespace asio = boost::asio;

class StreamSink final : public ContentSink {
 public:
  explicit StreamSink(IssueStream::OnIssue on_issue) : stream_(std::move(on_issue)) {}
  void on_content(std::string_view text) override { stream_.feed(text); }

 private:
  IssueStream stream_;
};

}  // namespace

ReviewRun::ReviewRun(ReviewerTools tools, core::ReviewRequest request, std::vector<Model*> route)
    : tools_(tools),
      request_(std::move(request)),
      route_(std::move(route)),
      caller_(tools_, route_, bill_, stop_.get_token()),
      findings_(*request_.observer, outcome_) {}

base::Task<core::ReviewerOutcome> ReviewRun::run() {
  outcome_.model = route_.front()->name;
  outcome_.prompt_version = prompt_version();
  prepare();
  const auto forward = [inner = stop_]() mutable { inner.request_stop(); };
  const std::stop_callback on_stop(request_.stop, forward);
  co_await review_all();
  outcome_.issues = core::merge_issues(std::move(outcome_.issues));
  report_coverage();
  report_cost();
  co_return std::move(outcome_);
}

void ReviewRun::prepare() {
  const auto& input = *request_.input;
  InvisibleReport invisible;
  auto clean = remove_invisible(input.code, invisible);
  outcome_.coverage.notes = invisible_notes(invisible);
  code_ = tools_.redactor.redact(std::move(clean));
  index_.emplace(code_.code);
  if (code_.code.find_first_not_of(" \t\r\n") == std::string::npos) {
    outcome_.coverage.notes.push_back("there is no code to show to a model");
    return;
  }
  lines_.reserve(static_cast<std::size_t>(index_->line_count()));
  for (int number = 1; number <= index_->line_count(); ++number) lines_.push_back(index_->line(number));
  parts_ = split_code(lines_, bytes_for_tokens(tools_.config.input_token_budget));
  if (input.options.samples > 1)
    outcome_.coverage.notes.push_back("one sample was taken: more are not supported yet");
}

base::Task<void> ReviewRun::review_all() {
  const auto count = std::min(parts_.parts.size(), static_cast<std::size_t>(tools_.config.max_parts));
  done_.assign(count, false);
  if (count <= 1) {
    co_await take_parts();
    co_return;
  }
  const auto executor = co_await asio::this_coro::executor;
  base::TaskGroup group(executor);
  const auto takers = std::min(count, static_cast<std::size_t>(std::max(1, tools_.config.parallel_parts)));
  for (std::size_t i = 0; i < takers; ++i) group.spawn(take_parts());
  co_await group.join();
}

base::Task<void> ReviewRun::take_parts() {
  while (next_part_ < done_.size() && !outcome_.failure) {
    const auto part = next_part_++;
    co_await review_part(part);
  }
}

base::Task<void> ReviewRun::review_part(std::size_t part) {
  const bool logged = request_.replies != nullptr && !request_.job.empty();
  bool unreadable = false;
  if (logged) {
    auto found = co_await request_.replies->find(request_.job, part_key(part));
    const auto stored = found && *found ? decode_stored_reply(**found) : std::nullopt;
    if (stored) {
      const auto* known = tools_.models.find(stored->model);
      const auto& model = known != nullptr ? *known : *route_.front();
      bill_.add_call(model, stored->sent_bytes);  // paid for by an earlier attempt
      bill_.add_usage(model, stored->usage);
      unreadable = read(*stored, model, {}).has_value();
      if (!unreadable) {
        finish_part(part);
        co_return;
      }
    }
  }
  co_await ask(part, unreadable);
}

base::Task<void> ReviewRun::ask(std::size_t part, bool asked_before) {
  const auto& config = tools_.config;
  auto plan = caller_.plan();
  bool may_ask_again = !asked_before;
  bool may_raise = true;
  Findings::Streamed streamed;
  Question question;
  question.system = tools_.system_prompt;
  question.schema = review_schema();
  question.max_output_tokens = config.max_output_tokens;
  question.temperature = config.temperature;
  question.prompt = [this, part](bool describe_schema) { return build_prompt(part, describe_schema); };
  Findings::Streamed abandoned;  // shown, but of calls that came to nothing
  question.listen = [this, &streamed, &abandoned](const Model& model) {
    std::move(streamed.begin(), streamed.end(), std::back_inserter(abandoned));
    streamed.clear();
    return std::make_unique<StreamSink>([this, &streamed, &model](std::string_view object) {
      findings_.take_streamed(object, sent_file(model), streamed);
    });
  };
  while (true) {
    auto answer = co_await caller_.ask(question, &plan);
    const auto give_up = [&](core::ReviewerFailure failure) {
      findings_.keep(std::move(abandoned));
      findings_.keep(std::move(streamed));
      fail(part, std::move(failure));
    };
    if (!answer.reply) {
      give_up(std::move(*answer.failure));
      co_return;
    }
    auto& reply = *answer.reply;
    if (reply.finish == FinishReason::length) {
      if (may_raise) {
        may_raise = false;
        question.max_output_tokens *= 2;
        continue;
      }
      const auto limit = std::to_string(question.max_output_tokens);
      give_up({"The model's answer was cut off at the limit of " + limit + " tokens", false, {}});
      co_return;
    }
    StoredReply stored{std::move(reply.content), answer.model->name, reply.usage, answer.sent_bytes};
    const bool kept = co_await keep(part, stored);
    if (!kept) co_return;
    auto problem = read(stored, *answer.model, streamed);
    if (!problem) {
      finish_part(part);
      co_return;
    }
    if (!may_ask_again) {
      give_up({std::move(*problem), false, {}});
      co_return;
    }
    may_ask_again = false;
  }
}

base::Task<bool> ReviewRun::keep(std::size_t part, StoredReply reply) {
  if (request_.replies == nullptr || request_.job.empty()) co_return true;
  auto text = encode_stored_reply(reply);
  auto key = part_key(part);
  const auto saved = co_await request_.replies->save(request_.job, std::move(key), std::move(text));
  if (!saved) fail(part, {"The model's answer could not be stored: " + saved.error().message, true, {}});
  co_return saved.has_value();
}

std::string ReviewRun::part_key(std::size_t part) const {
  const auto range = parts_.parts[part];
  return "llm/" + std::to_string(part) + "/" + std::to_string(range.start) + "-" + std::to_string(range.end);
}

std::string ReviewRun::build_prompt(std::size_t part, bool describe_schema) {
  PromptInput input;
  input.language = request_.input->language;
  input.filename = request_.input->filename;
  input.lines = lines_;
  input.part = parts_.parts[part];
  input.part_number = static_cast<int>(part) + 1;
  input.part_count = static_cast<int>(parts_.parts.size());
  input.evidence = request_.evidence;
  input.max_line_bytes = tools_.config.max_line_bytes;
  input.describe_schema = describe_schema;
  return build_code_prompt(input, tools_.random);
}

std::optional<std::string> ReviewRun::read(const StoredReply& reply, const Model& model,
                                           const Findings::Streamed& streamed) {
  if (&model != route_.front()) fallback_ = &model;
  return findings_.read(reply.content, sent_file(model), streamed);
}

SentFile ReviewRun::sent_file(const Model& model) const {
  return {request_.input->filename, *index_, code_.spans, model.source};
}

void ReviewRun::finish_part(std::size_t part) {
  done_[part] = true;
  const auto done = std::count(done_.begin(), done_.end(), true);
  request_.observer->progressed(static_cast<int>(done), static_cast<int>(done_.size()));
}

void ReviewRun::fail(std::size_t part, core::ReviewerFailure failure) {
  if (outcome_.failure) return;
  if (done_.size() > 1)
    failure.reason += " (part " + std::to_string(part + 1) + " of " + std::to_string(done_.size()) + ")";
  const bool retryable = failure.retryable;
  outcome_.failure = std::move(failure);
  // Answers under way are paid for and kept when a later attempt can use them; else they are not wanted any
  // more.
  if (!retryable) stop_.request_stop();
}

void ReviewRun::report_coverage() {
  std::vector<PartResult> results;
  for (std::size_t part = 0; part < parts_.parts.size(); ++part) {
    PartResult result{parts_.parts[part], part < done_.size() && done_[part], {}};
    if (part >= done_.size()) {
      outcome_.cacheable = false;
      result.reason = "more code than one review may send to a model";
    } else if (outcome_.failure) {
      result.reason = outcome_.failure->reason;
    }
    results.push_back(std::move(result));
  }
  outcome_.coverage.ranges = cover(request_.input->filename, results, lines_, tools_.config.max_line_bytes);
  if (outcome_.failure) outcome_.cacheable = false;
}

void ReviewRun::report_cost() {
  outcome_.egress = bill_.egress(code_.redactions);
  outcome_.usage = bill_.usage();
  if (!bill_.usage_known())
    outcome_.coverage.notes.push_back("the provider did not report all tokens, so the cost is not known");
  if (fallback_ == nullptr) return;
  // What another model says must not answer for the main one later.
  outcome_.cacheable = false;
  outcome_.coverage.notes.push_back("the model " + route_.front()->name + " was not available, so " +
                                    fallback_->name + " reviewed");
  if (done_.size() == 1) outcome_.model = fallback_->name;
}

}  // namespace assay::llm
