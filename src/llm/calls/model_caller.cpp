#include "llm/calls/model_caller.hpp"

#include <algorithm>
#include <utility>

#include "llm/calls/pause.hpp"
#include "llm/tokens.hpp"

namespace assay::llm {
namespace {

using Step = CallPlan::Step;

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

// A refusal is an answer of no use: it is billed, and the same model would give the same again.
void refusal_to_failure(ChatOutcome& answer) {
  if (!answer.reply) return;
  const auto finish = answer.reply->finish;
  if (finish != FinishReason::refused && finish != FinishReason::filtered) return;
  answer.failure = {FailureKind::refused,
                    finish == FinishReason::refused
                        ? "The model refused to review this code"
                        : "The provider's content filter stopped the review of this code",
                    {},
                    {}};
  answer.reply.reset();
}

// What a call used, as far as anyone can tell: what the provider reports, else our own estimate. Providers
// bill for answers that broke off, and may for requests whose connection ended before one, so those count;
// errors that came in place of an answer do not.
TokenUsage used_tokens(const ChatOutcome& outcome, std::int64_t estimate) {
  if (outcome.reply && outcome.reply->usage) return *outcome.reply->usage;
  bool billed = outcome.reply.has_value() || outcome.written_bytes > 0;
  switch (outcome.failure.kind) {
    case FailureKind::timeout:
    case FailureKind::network:
    case FailureKind::incomplete:
    case FailureKind::cancelled:
    case FailureKind::too_large:
      billed = billed || outcome.sent_bytes > 0;
      break;
    default:
      break;
  }
  if (!billed) return {};
  return {estimate, estimate_tokens(outcome.written_bytes), 0};
}

core::ReviewerFailure cancelled() { return {"The review was cancelled", true, {}}; }

// `prompt` outlives it.
ChatRequest make_request(const Model& model, const Question& question, std::string_view prompt) {
  const auto most = question.max_output_tokens;
  ChatRequest request;
  request.model = model.config.id;
  request.system = question.system;
  request.user = prompt;
  request.schema = question.schema;
  request.max_output_tokens = std::min(most, model.config.max_output_tokens.value_or(most));
  request.temperature = question.temperature;
  request.stream = model.config.stream;
  return request;
}

}  // namespace

/// The last problem with each model of a route, for the person who reads why there is no review.
class ModelCaller::Problems {
 public:
  explicit Problems(const std::vector<Model*>& route) : route_(route), sentences_(route.size()) {}

  void note(std::size_t model, std::string sentence) { sentences_[model] = std::move(sentence); }

  std::string text() const {
    std::string text;
    for (std::size_t i = 0; i < route_.size(); ++i) {
      if (sentences_[i].empty()) continue;
      if (!text.empty()) text += "; ";
      if (route_.size() > 1) text += route_[i]->name + ": ";
      text += sentences_[i];
    }
    return text.empty() ? "The model gave no answer that could be read" : text;
  }

 private:
  const std::vector<Model*>& route_;
  std::vector<std::string> sentences_;
};

ModelCaller::ModelCaller(ReviewerTools tools, const Caller& caller, std::vector<Model*> route,
                         ReviewBill& bill, std::stop_token stop)
    : tools_(tools),
      scope_(caller.scope),
      trace_(core::parse_traceparent(caller.trace)),
      route_(std::move(route)),
      bill_(bill),
      stop_(std::move(stop)) {}

CallPlan ModelCaller::plan() const {
  const auto& config = tools_.config;
  return CallPlan({config.max_calls_per_part, config.longest_wait, config.first_back_off}, route_.size());
}

base::Task<Answer> ModelCaller::ask(Question question, CallPlan* plan) {
  Answer answer;
  Problems problems(route_);
  while (plan->may_call()) {
    const auto step = co_await call_once(&question, plan, &problems, &answer);
    if (answer.reply || answer.failure) co_return answer;
    if (step.what == Step::What::hand_back || step.what == Step::What::give_up) {
      const bool again = step.what == Step::What::hand_back;
      answer.failure = core::ReviewerFailure{problems.text(), again, step.retry_after};
      co_return answer;
    }
    if (step.wait.count() > 0) co_await pause(step.wait, stop_);
  }
  answer.failure = core::ReviewerFailure{problems.text(), true, {}};
  co_return answer;
}

base::Task<CallPlan::Step> ModelCaller::call_once(const Question* question, CallPlan* plan,
                                                  Problems* problems, Answer* answer) {
  const auto number = plan->model();
  auto& model = *route_[number];
  Step again;
  again.what = Step::What::call_again;
  // The place is given back before any wait.
  const auto slot = co_await tools_.slots.enter(stop_);
  if (!slot) {
    answer->failure = cancelled();
    co_return again;
  }
  if (const auto rest = model.breaker.admit(tools_.clock.steady())) {
    problems->note(number, "The provider failed most of the last calls; it is left alone for a while");
    co_return plan->skip(*rest);
  }
  const auto dialect = model.dialect;
  const auto prompt = question->prompt(dialect.schema != SchemaMode::strict);
  auto request = make_request(model, *question, prompt);
  const auto trace = trace_ ? core::to_string(core::child_of(*trace_, tools_.random)) : std::string{};
  request.trace = trace;
  const auto bare = estimate_tokens(request.system.size() + request.user.size() + request.schema.size());
  const auto estimate = model.tokens.apply(bare);
  const auto wanted = model.spend({estimate, request.max_output_tokens, 0});
  auto budget = co_await tools_.budget.reserve(scope_, wanted, bill_.spend());
  if (budget.refused) {
    model.breaker.record(Breaker::Result::unknown, tools_.clock.steady());
    ++tools_.counters.refused_by_budget;
    answer->failure = std::move(budget.refused);
    co_return again;
  }
  bill_.add_spend(wanted);
  if (plan->calls() > 0) ++tools_.counters.repeated;
  plan->begin_call();
  auto outcome = co_await call(&model, dialect, question, &request);
  account(model, outcome, bare);
  const auto used = model.spend(used_tokens(outcome, estimate));
  bill_.add_spend(used - wanted);
  co_await tools_.budget.settle(std::move(budget.hold), used);
  refusal_to_failure(outcome);
  if (outcome.reply) {
    answer->reply = std::move(outcome.reply);
    answer->model = &model;
    answer->sent_bytes = outcome.sent_bytes;
    co_return again;
  }
  if (outcome.failure.kind == FailureKind::cancelled) {
    answer->failure = cancelled();
    co_return again;
  }
  problems->note(number, outcome.failure.message);
  if (outcome.next) co_return again;
  co_return plan->after(outcome.failure, chance(tools_.random));
}

base::Task<ChatOutcome> ModelCaller::call(Model* model, Dialect dialect, const Question* question,
                                          const ChatRequest* request) {
  const auto sink = question->listen ? question->listen(*model) : nullptr;
  auto outcome = co_await model->client->ask(*request, dialect, sink.get(), stop_);
  if (outcome.next && !model->learn(dialect, *outcome.next)) outcome.next.reset();
  model->breaker.record(result_for_breaker(outcome), tools_.clock.steady());
  co_return outcome;
}

void ModelCaller::account(Model& model, const ChatOutcome& outcome, std::int64_t bare_estimate) {
  bill_.add_call(model, outcome.sent_bytes);
  auto& counters = tools_.counters;
  ++(outcome.reply ? counters.answered : counters.failed);
  if (!outcome.reply) return;
  const auto& usage = outcome.reply->usage;
  bill_.add_usage(model, usage);
  if (!usage) return;
  model.tokens.learn(bare_estimate, usage->input);
  counters.input_tokens += usage->input;
  counters.output_tokens += usage->output;
  counters.micro_usd += model.spend(*usage).micro_usd;
}

}  // namespace assay::llm
