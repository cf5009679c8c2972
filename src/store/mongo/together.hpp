#pragma once
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "store/mongo/pool.hpp"

namespace assay::store::mongo {

/// Calls of one kind that come at the same time are made together: one command for many instead of one each.
/// Nobody waits for others to come: a call that finds a free lane goes at once, and what comes while all
/// lanes are under way is the next one's load. Any io_context thread may ask.
template <class Question, class Answer>
class Together {
 public:
  using Answers = std::vector<base::Result<Answer>>;
  /// Answers all questions, in their order. Where it fails although the server is there, one question may be
  /// to blame: each is then asked once more alone. So it must bear to be repeated when it was half done.
  using Work = std::function<base::Result<Answers>(Client&, const std::vector<Question>&)>;

  /// `lanes`: so many commands may be under way. The pool outlives what is asked.
  Together(Pool& pool, int lanes, Work work)
      : state_(std::make_shared<State>(pool, lanes, std::move(work))) {}

  base::Task<base::Result<Answer>> ask(Question question) {
    const base::Executor home = co_await boost::asio::this_coro::executor;
    auto mine = std::make_shared<Call>(home, std::move(question));
    using Token = boost::asio::use_awaitable_t<base::Executor>;
    // A named local: g++ 12 destroys a lambda that is a temporary of a co_await expression twice.
    auto initiate = [state = state_, mine](auto handler) {
      auto kept = std::make_shared<decltype(handler)>(std::move(handler));
      mine->resume = [kept] { std::move (*kept)(); };
      state->add(mine);
    };
    Token token;
    co_await boost::asio::async_initiate<Token, void()>(std::move(initiate), token);
    co_return std::move(*mine->answer);
  }

 private:
  static constexpr std::size_t kMost = 256;

  struct Call {
    Call(base::Executor executor, Question asked)
        : home(executor), guard(executor), question(std::move(asked)) {}
    base::Executor home;
    boost::asio::executor_work_guard<base::Executor> guard;  // the context runs until the answer is there
    Question question;
    std::function<void()> resume;
    std::optional<base::Result<Answer>> answer;
  };
  using Calls = std::vector<std::shared_ptr<Call>>;

  struct State : std::enable_shared_from_this<State> {
    State(Pool& its_pool, int its_lanes, Work its_work)
        : pool(its_pool), lanes(its_lanes), work(std::move(its_work)) {}

    void add(std::shared_ptr<Call> call) {
      {
        const std::scoped_lock lock{mutex};
        waiting.push_back(std::move(call));
        if (under_way == lanes) return;
        ++under_way;
      }
      pool.post([self = this->shared_from_this()] { self->go(); });
    }

    /// On a thread of the pool, until nobody waits.
    void go() {
      for (Calls calls = take(); !calls.empty(); calls = take()) carry(calls);
    }

    Calls take() {
      const std::scoped_lock lock{mutex};
      Calls calls;
      for (; !waiting.empty() && calls.size() < kMost; waiting.pop_front())
        calls.push_back(std::move(waiting.front()));
      if (calls.empty()) --under_way;
      return calls;
    }

    void carry(Calls& calls) {
      std::vector<Question> questions;
      questions.reserve(calls.size());
      for (auto& call : calls) questions.push_back(std::move(call->question));
      auto all = [&](Client& client) { return work(client, questions); };
      base::Result<Answers> answers = pool.on_this_thread(all);
      if (!answers && calls.size() > 1 && one_may_be_to_blame(answers.error()))
        answers = each_alone(questions);
      for (std::size_t i = 0; i < calls.size(); ++i) {
        auto& call = *calls[i];
        if (answers) {
          call.answer.emplace(std::move((*answers)[i]));
        } else {
          call.answer.emplace(base::fail(answers.error()));
        }
        // Moved out before it is called: it holds what awaits, which holds the call.
        boost::asio::post(call.home, [call = std::move(calls[i])] {
          auto resume = std::move(call->resume);
          call->guard.reset();
          resume();
        });
      }
    }

    static bool one_may_be_to_blame(const base::Error& error) {
      return error.code != base::Errc::unavailable && error.code != base::Errc::exhausted;
    }

    Answers each_alone(const std::vector<Question>& questions) {
      Answers answers;
      for (const auto& question : questions) {
        const std::vector<Question> one{question};
        auto alone = [&](Client& client) { return work(client, one); };
        base::Result<Answers> answer = pool.on_this_thread(alone);
        if (answer) {
          answers.push_back(std::move(answer->front()));
        } else {
          answers.push_back(base::fail(std::move(answer.error())));
        }
      }
      return answers;
    }

    Pool& pool;
    const int lanes;
    Work work;
    std::mutex mutex;
    std::deque<std::shared_ptr<Call>> waiting;
    int under_way = 0;
  };

  std::shared_ptr<State> state_;  // shared with what is under way on the pool
};

}  // namespace assay::store::mongo
