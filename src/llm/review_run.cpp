#include "llm/review_run.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>

#include "base/json_reader.hpp"
#include "base/task_group.hpp"
#include "core/merge.hpp"
#include "llm/invisible.hpp"
#include "llm/issue_stream.hpp"
#include "llm/place_issue.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/reply_reader.hpp"
#include "llm/retry.hpp"
#include "llm/tokens.hpp"

namespace assay::llm {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMaxNotes = 20;
constexpr const char* kReviewer = "llm";

class StreamSink final : public ContentSink {
 public:
  explicit StreamSink(IssueStream::OnIssue on_issue) : stream_(std::move(on_issue)) {}
  void on_content(std::string_view text) override { stream_.feed(text); }

 private:
  IssueStream stream_;
};

// 0 <= x < 1
double chance(base::Random& random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }

// Only what says something about the health of the server counts.
Breaker::Result result_for_breaker(const ChatOutcome& answer) {
  if (answer.reply || answer.next) return Breaker::Result::good;
  switch (answer.failure.kind) {
    case FailureKind::timeout:
    case FailureKind::network:
    case FailureKind::incomplete:
    case FailureKind::overloaded:
      return Breaker::Result::bad;
    case FailureKind::cancelled:
      return Breaker::Result::unknown;
    default:
      return Breaker::Result::good;
  }
}

bool same_draft(const DraftIssue& a, const DraftIssue& b) {
  return a.title == b.title && a.quote == b.quote && a.detail == b.detail;
}

std::vector<std::string> invisible_notes(const InvisibleReport& report) {
  std::vector<std::string> notes;
  for (const auto& place : report.places) {
    if (notes.size() == kMaxNotes) {
      notes.push_back("invisible characters were removed from further lines");
      break;
    }
    notes.push_back("line " + std::to_string(place.line) + ": " + std::to_string(place.count) + " " +
                    std::string(place.kind) + (place.count == 1 ? " character was" : " characters were") +
                    " removed before the model saw the code");
  }
  return notes;
}

}  // namespace

ReviewRun::ReviewRun(ReviewerTools tools, core::ReviewRequest request, std::string model)
    : tools_(tools), request_(std::move(request)), model_(std::move(model)), source_("llm:" + model_) {}

base::Task<core::ReviewerOutcome> ReviewRun::run() {
  outcome_.model = model_;
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
      ++outcome_.usage.calls;  // paid for by an earlier attempt
      count_tokens(*stored);
      sent_bytes_ += stored->sent_bytes;
      unreadable = read(*stored, {}).has_value();
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
  RetryState retry({config.max_calls_per_part, config.longest_wait, config.first_back_off});
  bool may_ask_again = !asked_before;
  bool may_raise = true;
  std::string last_problem = "The model gave no answer that could be read";
  ChatRequest question;
  question.model = model_;
  question.system = tools_.system_prompt;
  question.schema = review_schema();
  question.max_output_tokens = config.max_output_tokens;
  question.temperature = config.temperature;
  question.stream = config.stream;
  auto& breaker = tools_.breakers[model_];  // nodes of a map stay where they are
  while (retry.begin_call()) {
    if (const auto pause = breaker.admit(tools_.clock.steady())) {
      fail(part, "The provider failed most of the last calls; it is left alone for a while", true, *pause);
      co_return;
    }
    const auto dialect = tools_.dialects[model_];
    const auto prompt = build_prompt(part, dialect);
    question.user = prompt;
    std::vector<DraftIssue> streamed;
    StreamSink sink([this, &streamed](std::string_view object) { take_streamed(object, streamed); });
    ++outcome_.usage.calls;
    auto answer = co_await tools_.client.ask(question, dialect, &sink, stop_.get_token());
    sent_bytes_ += answer.sent_bytes;
    breaker.record(result_for_breaker(answer), tools_.clock.steady());
    if (answer.next) {
      // Another review may have learnt more meanwhile.
      if (tools_.dialects[model_] == dialect) tools_.dialects[model_] = *answer.next;
      last_problem = answer.failure.message;
      continue;
    }
    if (!answer.reply) {
      const auto step = retry.after(answer.failure, chance(tools_.random));
      if (step.what != RetryState::Step::What::call_again) {
        const bool again =
            step.what == RetryState::Step::What::hand_back || answer.failure.kind == FailureKind::cancelled;
        fail(part, std::move(answer.failure.message), again, step.retry_after);
        co_return;
      }
      last_problem = std::move(answer.failure.message);
      co_await wait(step.wait);
      continue;
    }
    auto& reply = *answer.reply;
    const auto finish = reply.finish;
    StoredReply stored{std::move(reply.content), std::move(reply.model), reply.usage, answer.sent_bytes};
    count_tokens(stored);
    if (finish == FinishReason::refused || finish == FinishReason::filtered) {
      fail(part,
           finish == FinishReason::refused ? "The model refused to review this code"
                                           : "The provider's content filter stopped the review of this code",
           false);
      co_return;
    }
    if (finish == FinishReason::length) {
      const auto limit = std::to_string(question.max_output_tokens);
      last_problem = "The model's answer was cut off at the limit of " + limit + " tokens";
      if (!may_raise) {
        fail(part, last_problem, false);
        co_return;
      }
      may_raise = false;
      question.max_output_tokens *= 2;
      continue;
    }
    const bool kept = co_await keep(part, stored);
    if (!kept) co_return;
    const auto problem = read(stored, streamed);
    if (!problem) {
      finish_part(part);
      co_return;
    }
    last_problem = *problem;
    if (!may_ask_again) {
      fail(part, last_problem, false);
      co_return;
    }
    may_ask_again = false;
  }
  fail(part, last_problem, true);
}

base::Task<bool> ReviewRun::keep(std::size_t part, StoredReply reply) {
  if (request_.replies == nullptr || request_.job.empty()) co_return true;
  auto text = encode_stored_reply(reply);
  auto key = part_key(part);
  const auto saved = co_await request_.replies->save(request_.job, std::move(key), std::move(text));
  if (!saved) fail(part, "The model's answer could not be stored: " + saved.error().message, true);
  co_return saved.has_value();
}

base::Task<void> ReviewRun::wait(base::Micros time) {
  const auto executor = co_await asio::this_coro::executor;
  const auto wakeup = std::make_shared<base::Wakeup>(executor);
  // The token may be set by another thread.
  const auto wake = [executor, wakeup] { asio::post(executor, [wakeup] { wakeup->notify(); }); };
  const std::stop_callback on_stop(stop_.get_token(), wake);
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stop_.stop_requested() && std::chrono::steady_clock::now() < end) {
    const auto left = std::chrono::ceil<base::Micros>(end - std::chrono::steady_clock::now());
    co_await wakeup->wait(left);
  }
}

std::string ReviewRun::part_key(std::size_t part) const {
  const auto range = parts_.parts[part];
  return "llm/" + std::to_string(part) + "/" + std::to_string(range.start) + "-" + std::to_string(range.end);
}

std::string ReviewRun::build_prompt(std::size_t part, const Dialect& dialect) {
  PromptInput input;
  input.language = request_.input->language;
  input.filename = request_.input->filename;
  input.lines = lines_;
  input.part = parts_.parts[part];
  input.part_number = static_cast<int>(part) + 1;
  input.part_count = static_cast<int>(parts_.parts.size());
  input.evidence = request_.evidence;
  input.max_line_bytes = tools_.config.max_line_bytes;
  input.describe_schema = dialect.schema != SchemaMode::strict;
  return build_code_prompt(input, tools_.random);
}

void ReviewRun::take_streamed(std::string_view object, std::vector<DraftIssue>& streamed) {
  const auto document = base::JsonDocument::parse(object);
  if (!document) return;
  std::vector<std::string> unused;  // reported when the whole reply is read
  auto draft = read_draft_issue(document->root(), unused);
  if (!draft) return;
  streamed.push_back(*draft);
  add(std::move(*draft));
}

std::optional<std::string> ReviewRun::read(const StoredReply& reply,
                                           const std::vector<DraftIssue>& streamed) {
  auto parsed = read_reply(reply.content);
  if (!parsed) return "The review could not be read: " + parsed.error().message;
  for (auto& draft : parsed->issues) {
    const auto known = [&](const DraftIssue& other) { return same_draft(draft, other); };
    if (std::none_of(streamed.begin(), streamed.end(), known)) add(std::move(draft));
  }
  auto& out = outcome_;
  out.coercions.insert(out.coercions.end(), parsed->coercions.begin(), parsed->coercions.end());
  for (auto& sentence : parsed->advice) {
    if (std::find(out.advice.begin(), out.advice.end(), sentence) == out.advice.end())
      out.advice.push_back(std::move(sentence));
  }
  if (!parsed->summary.empty()) out.summary += (out.summary.empty() ? "" : " ") + parsed->summary;
  return std::nullopt;
}

void ReviewRun::add(DraftIssue draft) {
  const PlacingContext context{*index_, code_.spans, request_.input->filename, source_};
  auto issue = place_issue(std::move(draft), context, outcome_.coercions);
  const auto same = [&](const core::Issue& other) { return core::same_finding(other, issue); };
  if (std::none_of(shown_.begin(), shown_.end(), same)) {
    request_.observer->issue_found(issue);
    shown_.push_back(issue);
  }
  outcome_.issues.push_back(std::move(issue));
}

void ReviewRun::count_tokens(const StoredReply& reply) {
  auto& usage = outcome_.usage;
  if (!reply.usage) {
    usage_known_ = false;
    return;
  }
  usage.input_tokens += reply.usage->input;
  usage.output_tokens += reply.usage->output;
  usage.cached_tokens += reply.usage->cached;
}

void ReviewRun::finish_part(std::size_t part) {
  done_[part] = true;
  const auto done = std::count(done_.begin(), done_.end(), true);
  request_.observer->progressed(static_cast<int>(done), static_cast<int>(done_.size()));
}

void ReviewRun::fail(std::size_t part, std::string reason, bool retryable,
                     std::optional<base::Micros> retry_after) {
  if (outcome_.failure) return;
  if (done_.size() > 1)
    reason += " (part " + std::to_string(part + 1) + " of " + std::to_string(done_.size()) + ")";
  outcome_.failure = core::ReviewerFailure{std::move(reason), retryable, retry_after};
  // Answers under way are paid for and kept when a later attempt can use them; else they are not wanted any
  // more.
  if (!retryable) stop_.request_stop();
}

void ReviewRun::report_coverage() {
  auto& ranges = outcome_.coverage.ranges;
  const auto& path = request_.input->filename;
  using State = core::CoverageState;
  for (std::size_t part = 0; part < parts_.parts.size(); ++part) {
    if (part >= done_.size()) {
      outcome_.cacheable = false;
      ranges.push_back({kReviewer, path, parts_.parts[part], State::skipped,
                        "more code than one review may send to a model"});
    } else if (done_[part]) {
      ranges.push_back({kReviewer, path, parts_.parts[part], State::reviewed, ""});
    } else {
      ranges.push_back({kReviewer, path, parts_.parts[part], State::skipped,
                        outcome_.failure ? outcome_.failure->reason : ""});
    }
  }
  int number = 0;
  for (const auto& line : lines_) {
    ++number;
    if (line.size() <= tools_.config.max_line_bytes) continue;
    ranges.push_back(
        {kReviewer,
         path,
         {number, number},
         State::clipped,
         "only the first " + std::to_string(tools_.config.max_line_bytes) + " bytes of the line were sent"});
  }
  if (outcome_.failure) outcome_.cacheable = false;
}

void ReviewRun::report_cost() {
  if (sent_bytes_ > 0)
    outcome_.egress.push_back({tools_.client.origin(), model_, sent_bytes_, code_.redactions});
  if (usage_known_ && outcome_.usage.calls > 0) {
    outcome_.usage.cost_usd = tools_.prices.cost(model_, outcome_.usage);
  } else if (!usage_known_) {
    outcome_.coverage.notes.push_back("the provider did not report all tokens, so the cost is not known");
  }
}

}  // namespace assay::llm
