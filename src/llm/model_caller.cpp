#include "llm/model_caller.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <utility>

#include "base/task_group.hpp"

namespace assay::llm {
namespace {

namespace asio = boost::asio;

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

}  // namespace

ModelCaller::ModelCaller(ReviewerTools tools, std::string model, std::stop_token stop)
    : tools_(tools), model_(std::move(model)), stop_(std::move(stop)) {}

base::Task<Answer> ModelCaller::ask(Question question, RetryState* retry) {
  Answer result;
  std::string last_problem = "The model gave no answer that could be read";
  ChatRequest request;
  request.model = model_;
  request.system = question.system;
  request.schema = question.schema;
  request.max_output_tokens = question.max_output_tokens;
  request.temperature = question.temperature;
  request.stream = tools_.config.stream;
  auto& breaker = tools_.breakers[model_];  // nodes of a map stay where they are
  while (retry->begin_call()) {
    if (const auto pause = breaker.admit(tools_.clock.steady())) {
      result.failure = core::ReviewerFailure{
          "The provider failed most of the last calls; it is left alone for a while", true, *pause};
      co_return result;
    }
    const auto dialect = tools_.dialects[model_];
    const auto prompt = question.prompt(dialect.schema != SchemaMode::strict);
    request.user = prompt;
    const auto sink = question.listen ? question.listen() : nullptr;
    ++result.calls;
    auto answer = co_await tools_.client.ask(request, dialect, sink.get(), stop_);
    result.sent_bytes += answer.sent_bytes;
    breaker.record(result_for_breaker(answer), tools_.clock.steady());
    if (answer.reply) {
      result.reply = std::move(answer.reply);
      co_return result;
    }
    last_problem = answer.failure.message;
    if (answer.next) {
      // Another review may have learnt more meanwhile.
      if (tools_.dialects[model_] == dialect) tools_.dialects[model_] = *answer.next;
      continue;
    }
    const auto step = retry->after(answer.failure, chance(tools_.random));
    if (step.what != RetryState::Step::What::call_again) {
      const bool again =
          step.what == RetryState::Step::What::hand_back || answer.failure.kind == FailureKind::cancelled;
      result.failure = core::ReviewerFailure{std::move(answer.failure.message), again, step.retry_after};
      co_return result;
    }
    co_await wait(step.wait);
  }
  result.failure = core::ReviewerFailure{std::move(last_problem), true, {}};
  co_return result;
}

base::Task<void> ModelCaller::wait(base::Micros time) {
  const auto executor = co_await asio::this_coro::executor;
  const auto wakeup = std::make_shared<base::Wakeup>(executor);
  // The token may be set by another thread.
  const auto wake = [executor, wakeup] { asio::post(executor, [wakeup] { wakeup->notify(); }); };
  const std::stop_callback on_stop(stop_, wake);
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stop_.stop_requested() && std::chrono::steady_clock::now() < end) {
    const auto left = std::chrono::ceil<base::Micros>(end - std::chrono::steady_clock::now());
    co_await wakeup->wait(left);
  }
}

}  // namespace assay::llm
