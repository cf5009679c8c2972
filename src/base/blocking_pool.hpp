#pragma once
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/task.hpp"

namespace assay::base {

/// A named set of threads for work that blocks or computes for long (SQLite, parsing, large hashes), so that
/// I/O threads never do. Joins in the destructor after everything posted has run. Thread-safe.
class BlockingPool {
 public:
  /// `name` shows in debuggers and `top` (at most 15 characters are kept).
  BlockingPool(std::string name, unsigned threads);
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// Runs `work` on a pool thread, soon. `work` must not throw.
  void post(std::function<void()> work);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Runs `work()` on the pool and resumes on the awaiting io_context with its result. `work` must not throw.
/// The pool must outlive the call. Pass a named lambda with std::move: g++ 12 destroys a capturing lambda
/// that is a temporary of a co_await expression twice.
template <class Work, class R = std::invoke_result_t<Work&>>
Task<R> run_on(BlockingPool& pool, Work work) {
  const Executor home = co_await boost::asio::this_coro::executor;
  struct State {
    Work work;
    std::optional<R> result;
  };
  auto state = std::make_shared<State>(State{std::move(work), std::nullopt});
  using Token = boost::asio::use_awaitable_t<Executor>;
  // A named local: g++ 12 destroys a lambda that is a temporary of a co_await expression twice.
  auto initiate = [&pool, home, state](auto handler) {
    // Behind a shared pointer because std::function wants copies; the guard keeps the io_context running
    // until the result is back.
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    auto guard = std::make_shared<boost::asio::executor_work_guard<Executor>>(home);
    pool.post([state, kept, guard, home] {
      state->result.emplace(state->work());
      boost::asio::post(home, [kept, guard] { std::move (*kept)(); });
    });
  };
  Token token;
  co_await boost::asio::async_initiate<Token, void()>(std::move(initiate), token);
  co_return std::move(*state->result);
}

}  // namespace assay::base
