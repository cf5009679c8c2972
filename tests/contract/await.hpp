#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "base/task.hpp"

namespace assay::contract {

/// The io_context of this thread. It lives as long as the thread: another thread that has just posted the
/// last result to it may still be inside `post` when `run` returns. A forked child gets a new one.
boost::asio::io_context& await_context();

/// Runs one task to its end.
template <class T>
T await(base::Task<T> task) {
  std::optional<T> result;
  boost::asio::co_spawn(await_context(), std::move(task), [&](const std::exception_ptr& error, T value) {
    if (error) std::rethrow_exception(error);
    result.emplace(std::move(value));
  });
  await_context().run();
  await_context().restart();
  return std::move(*result);
}

inline void await(base::Task<void> task) {
  boost::asio::co_spawn(await_context(), std::move(task), [](const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
  });
  await_context().run();
  await_context().restart();
}

}  // namespace assay::contract
