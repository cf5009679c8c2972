#include "llm/calls/pause.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>

#include "base/task_group.hpp"

namespace assay::llm {

base::Task<void> pause(base::Micros time, std::stop_token stop) {
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto wakeup = std::make_shared<base::Wakeup>(executor);
  const auto wake = [executor, wakeup] { boost::asio::post(executor, [wakeup] { wakeup->notify(); }); };
  const std::stop_callback on_stop(stop, wake);
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stop.stop_requested() && std::chrono::steady_clock::now() < end) {
    const auto left = std::chrono::ceil<base::Micros>(end - std::chrono::steady_clock::now());
    co_await wakeup->wait(left);
  }
}

}  // namespace assay::llm
