#include "contract/redis_box.hpp"

#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <thread>

#include "broker/redis/make_client.hpp"

namespace assay::contract {

tests::RedisServer& shared_redis() {
  static tests::RedisServer server;
  return server;
}

struct RedisBox::Loop {
  ~Loop() {
    guard.reset();
    thread.join();
  }
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<base::Executor> guard{context.get_executor()};
  std::thread thread{[this] { context.run(); }};
};

RedisBox::RedisBox(const tests::RedisServer& server) : loop_(std::make_unique<Loop>()) {
  const auto url = broker::redis::RedisUrl::parse(server.unix_url());
  if (!url) throw std::runtime_error{url.error().message};
  auto client = broker::redis::make_client(*url, loop_->context.get_executor());
  if (!client) throw std::runtime_error{client.error().message};
  client_ = std::move(*client);
  lossy_ = std::make_unique<LossyClient>(*client_);
}

RedisBox::~RedisBox() {
  lossy_.reset();
  client_.reset();
}

base::Executor RedisBox::executor() { return loop_->context.get_executor(); }

void RedisBox::settle_subscriptions() {
  std::atomic<bool> heard{false};
  const auto last = client_->subscribe("last", [&](std::string_view) { heard = true; });
  tests::await_that("the subscriptions take effect", [&] { return heard.load(); });
}

std::string RedisBox::new_prefix() {
  static std::atomic<int> last{0};
  return "test" + std::to_string(::getpid()) + "-" + std::to_string(++last);
}

}  // namespace assay::contract
