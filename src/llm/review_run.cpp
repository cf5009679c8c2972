#include "llm/review_run.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <iterator>
#include <memory>
#include <utility>

#include "base/task_group.hpp"
#include "core/input_files.hpp"
#include "llm/issue_stream.hpp"
#include "llm/part_context.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/split_code.hpp"
#include "llm/tokens.hpp"
#include "llm/verify_pass.hpp"

namespace assay::llm {
namespace {

namespace asio = boost::asio;

// An answer that is cut off twice at the raised limit: its part is halved, and each half once more.
constexpr int kMaxSplits = 2;
// Samples of a model that always says the same are no samples.
constexpr double kSampleTemperature = 0.7;
// Of the budget of a part, for what stands around it in the file.
constexpr std::size_t kContextShare = 8;

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
      samples_(std::max(1, request_.input->options.samples)),
      caller_(tools_, {request_.scope, request_.trace}, route_, bill_, stop_.get_token()),
      findings_(*request_.observer, outcome_, request_.evidence) {}

base::Task<core::ReviewerOutcome> ReviewRun::run() {
  outcome_.model = route_.front()->name;
  outcome_.prompt_version = prompt_version();
  code_.emplace(request_.input->code, tools_.redactor, outcome_.coverage.notes);
  const auto forward = [inner = stop_]() mutable { inner.request_stop(); };
  const std::stop_callback on_stop(request_.stop, forward);
  if (code_->is_blank()) {
    outcome_.coverage.notes.push_back("there is no code to show to a model");
  } else {
    co_await split();
    co_await review_all();
  }
  outcome_.issues = findings_.take(samples_);
  if (tools_.config.verify && !outcome_.failure && !outcome_.issues.empty()) co_await verify();
  report_coverage();
  report_cost();
  co_return std::move(outcome_);
}

base::Task<void> ReviewRun::split() {
  const auto budget = bytes_for_tokens(tools_.config.input_token_budget);
  if (tools_.outliner != nullptr && code_->text().size() + 10 * code_->lines().size() > budget) {
    const auto& input = *request_.input;
    outline_ =
        co_await tools_.outliner->outline(input.language, input.filename, code_->text(), stop_.get_token());
  }
  auto ranges = split_code(code_->lines(), budget, outline_);
  if (request_.changed) {
    const auto no_change = [this](core::LineRange lines) { return !core::touches(lines, *request_.changed); };
    std::copy_if(ranges.begin(), ranges.end(), std::back_inserter(unchanged_), no_change);
    std::erase_if(ranges, no_change);
  }
  const auto most = static_cast<std::size_t>(tools_.config.max_parts);
  if (ranges.size() > most) {
    left_out_.assign(ranges.begin() + static_cast<std::ptrdiff_t>(most), ranges.end());
    ranges.resize(most);
  }
  for (int sample = 0; sample < samples_; ++sample) {
    for (const auto& lines : ranges) parts_.push_back({lines, sample});
  }
}

base::Task<void> ReviewRun::verify() {
  std::vector<core::LineRange> ranges;
  for (const auto& part : parts_) {
    if (part.sample == 0 && part.state == Part::State::reviewed) ranges.push_back(part.lines);
  }
  const auto& other = tools_.config.verify_model;
  ModelCaller judge(tools_, {request_.scope, request_.trace},
                    other.empty() ? route_ : tools_.models.route(other), bill_, stop_.get_token());
  VerifyPass::Tools tools{tools_, request_, *code_, judge, bill_};
  VerifyPass pass(tools);
  auto issues = std::move(outcome_.issues);
  auto result = co_await pass.run(std::move(issues), std::move(ranges));
  outcome_.issues = std::move(result.confirmed);
  for (auto& dropped : result.dropped) {
    outcome_.filtered.push_back(
        {core::FilterReason::not_confirmed, std::move(dropped.reason), std::move(dropped.issue)});
  }
  for (auto& note : result.notes) outcome_.coverage.notes.push_back(std::move(note));
  if (!result.complete) outcome_.cacheable = false;
}

base::Task<void> ReviewRun::review_all() {
  if (parts_.size() <= 1) {
    co_await take_parts();
    co_return;
  }
  const auto executor = co_await asio::this_coro::executor;
  base::TaskGroup group(executor);
  const auto takers =
      std::min(parts_.size(), static_cast<std::size_t>(std::max(1, tools_.config.parallel_parts)));
  for (std::size_t i = 0; i < takers; ++i) group.spawn(take_parts());
  co_await group.join();
}

base::Task<void> ReviewRun::take_parts() {
  while (next_part_ < parts_.size() && !outcome_.failure) {
    auto& part = parts_[next_part_++];
    co_await review_part(&part);
  }
}

base::Task<void> ReviewRun::review_part(Part* part) {
  const bool logged = request_.replies != nullptr && !request_.job.empty();
  bool unreadable = false;
  if (logged) {
    auto found = co_await request_.replies->find(request_.job, part_key(*part));
    const auto stored = found && *found ? decode_stored_reply(**found) : std::nullopt;
    if (stored) {
      const auto* known = tools_.models.find(stored->model);
      const auto& model = known != nullptr ? *known : *route_.front();
      bill_.add_call(model, stored->sent_bytes);  // paid for by an earlier attempt
      bill_.add_usage(model, stored->usage);
      if (stored->usage) bill_.add_spend(model.spend(*stored->usage));
      Findings::Streamed nothing;
      unreadable = read(*stored, model, *part, nothing).has_value();
      if (!unreadable) {
        finish(*part);
        co_return;
      }
    }
  }
  co_await ask(part, unreadable);
}

base::Task<void> ReviewRun::ask(Part* part, bool asked_before) {
  auto plan = caller_.plan();
  bool may_ask_again = !asked_before;
  bool may_raise = true;
  Findings::Streamed streamed;
  Findings::Streamed abandoned;  // shown, but of calls that came to nothing
  Question question;
  question.system = tools_.system_prompt;
  question.schema = review_schema();
  question.max_output_tokens = tools_.config.max_output_tokens;
  question.temperature = tools_.config.temperature;
  if (samples_ > 1 && question.temperature)
    question.temperature = std::max(*question.temperature, kSampleTemperature);
  question.prompt = [this, part](bool describe_schema) { return build_prompt(*part, describe_schema); };
  question.listen = [this, part, &streamed, &abandoned](const Model& model) {
    std::move(streamed.begin(), streamed.end(), std::back_inserter(abandoned));
    streamed.clear();
    return std::make_unique<StreamSink>([this, part, &streamed, &model](std::string_view object) {
      findings_.take_streamed(object, sent_file(model, *part), streamed);
    });
  };
  const auto give_up = [&](core::ReviewerFailure failure) {
    findings_.keep(std::move(abandoned));
    findings_.keep(std::move(streamed));
    fail(*part, std::move(failure));
  };
  while (true) {
    auto answer = co_await caller_.ask(question, &plan);
    if (!answer.reply) {
      give_up(std::move(*answer.failure));
      co_return;
    }
    auto& reply = *answer.reply;
    if (reply.finish == FinishReason::length) {
      // Half an answer is never read: more room first, then less code.
      if (may_raise) {
        may_raise = false;
        question.max_output_tokens *= 2;
        continue;
      }
      if (halve(*part)) co_return;
      const auto limit = std::to_string(question.max_output_tokens);
      give_up({"The model's answer was cut off at the limit of " + limit + " tokens", false, {}});
      co_return;
    }
    StoredReply stored{std::move(reply.content), answer.model->name, reply.usage, answer.sent_bytes};
    const bool kept = co_await keep(part, stored);
    if (!kept) co_return;
    auto problem = read(stored, *answer.model, *part, streamed);
    if (!problem) {
      finish(*part);
      co_return;
    }
    if (!may_ask_again) {
      give_up({std::move(*problem), false, {}});
      co_return;
    }
    may_ask_again = false;
  }
}

base::Task<bool> ReviewRun::keep(const Part* part, StoredReply reply) {
  if (request_.replies == nullptr || request_.job.empty()) co_return true;
  auto text = encode_stored_reply(reply);
  auto key = part_key(*part);
  const auto saved = co_await request_.replies->save(request_.job, std::move(key), std::move(text));
  if (!saved) fail(*part, {"The model's answer could not be stored: " + saved.error().message, true, {}});
  co_return saved.has_value();
}

std::string ReviewRun::part_key(const Part& part) const {
  return "llm/sample" + std::to_string(part.sample) + "/" + std::to_string(part.lines.start) + "-" +
         std::to_string(part.lines.end);
}

std::string ReviewRun::build_prompt(const Part& part, bool describe_schema) {
  const auto& lines = code_->lines();
  const bool is_all = part.lines.start == 1 && part.lines.end == static_cast<int>(lines.size());
  const auto context = is_all
                           ? std::string{}
                           : part_context(lines, part.lines, outline_,
                                          bytes_for_tokens(tools_.config.input_token_budget) / kContextShare);
  PromptInput input;
  input.language = request_.input->language;
  input.filename = request_.input->filename;
  input.lines = lines;
  input.part = part.lines;
  input.evidence = request_.evidence;
  input.context = context;
  if (request_.changed) input.changed = *request_.changed;
  input.max_line_bytes = tools_.config.max_line_bytes;
  input.describe_schema = describe_schema;
  return build_code_prompt(input, tools_.random);
}

std::optional<std::string> ReviewRun::read(const StoredReply& reply, const Model& model, const Part& part,
                                           Findings::Streamed& streamed) {
  if (&model != route_.front()) fallback_ = &model;
  return findings_.read(reply.content, sent_file(model, part), streamed);
}

SentFile ReviewRun::sent_file(const Model& model, const Part& part) const {
  return {request_.input->filename, code_->index(), code_->redacted().spans, model.source, part.sample};
}

// What its answers showed until they were cut off is found again in the halves.
bool ReviewRun::halve(Part& part) {
  if (part.splits == kMaxSplits) return false;
  const auto halves = llm::halve(code_->lines(), part.lines, outline_);
  if (!halves) return false;
  part.state = Part::State::replaced;
  parts_.push_back({halves->first, part.sample, part.splits + 1});
  parts_.push_back({halves->second, part.sample, part.splits + 1});
  outcome_.coverage.notes.push_back("the model's answer for lines " + std::to_string(part.lines.start) + "-" +
                                    std::to_string(part.lines.end) +
                                    " was cut off at its limit, so they were reviewed in two parts");
  return true;
}

void ReviewRun::finish(Part& part) {
  part.state = Part::State::reviewed;
  int done = 0;
  int all = 0;
  for (const auto& other : parts_) {
    done += other.state == Part::State::reviewed ? 1 : 0;
    all += other.state != Part::State::replaced ? 1 : 0;
  }
  request_.observer->progressed(done, all);
}

void ReviewRun::fail(const Part& part, core::ReviewerFailure failure) {
  if (outcome_.failure) return;
  if (parts_.size() > 1) {
    failure.reason +=
        " (lines " + std::to_string(part.lines.start) + "-" + std::to_string(part.lines.end) + ")";
  }
  const bool retryable = failure.retryable;
  outcome_.failure = std::move(failure);
  // Answers under way are paid for and kept when a later attempt can use them; else they are not wanted any
  // more.
  if (!retryable) stop_.request_stop();
}

void ReviewRun::report_coverage() {
  std::vector<PartResult> results;
  for (const auto& part : parts_) {
    if (part.sample != 0 || part.state == Part::State::replaced) continue;
    const bool reviewed = part.state == Part::State::reviewed;
    results.push_back({part.lines, reviewed, reviewed || !outcome_.failure ? "" : outcome_.failure->reason});
  }
  for (const auto& lines : unchanged_) results.push_back({lines, false, "the change does not touch it"});
  for (const auto& lines : left_out_)
    results.push_back({lines, false, "more code than one review may send to a model"});
  std::sort(results.begin(), results.end(),
            [](const auto& a, const auto& b) { return a.lines.start < b.lines.start; });
  outcome_.coverage.ranges =
      cover(request_.input->filename, results, code_->lines(), tools_.config.max_line_bytes);
  if (outcome_.failure || !left_out_.empty()) outcome_.cacheable = false;
}

void ReviewRun::report_cost() {
  outcome_.egress = bill_.egress(code_->redacted().redactions);
  outcome_.usage = bill_.usage();
  if (!bill_.usage_known())
    outcome_.coverage.notes.push_back("the provider did not report all tokens, so the cost is not known");
  if (fallback_ == nullptr) return;
  // What another model says must not answer for the main one later.
  outcome_.cacheable = false;
  outcome_.coverage.notes.push_back("the model " + route_.front()->name + " was not available, so " +
                                    fallback_->name + " reviewed");
  if (parts_.size() == 1) outcome_.model = fallback_->name;
}

}  // namespace assay::llm
