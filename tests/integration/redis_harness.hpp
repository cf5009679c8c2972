#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "broker/redis/make_client.hpp"
#include "redis_server.hpp"

namespace assay::tests {

/// An io_context with a thread of its own; joined in the destructor, when nothing is under way any more.
class Loop {
 public:
  ~Loop() {
    guard_.reset();
    thread_.join();
  }
  base::Executor executor() { return context_.get_executor(); }

  /// Runs the task there and waits for its end.
  template <class T>
  T await(base::Task<T> task) {
    return boost::asio::co_spawn(context_, std::move(task), boost::asio::use_future).get();
  }

 private:
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<base::Executor> guard_{context_.get_executor()};
  std::thread thread_{[this] { context_.run(); }};
};

/// A client whose connections live on one loop, and whose calls come from another.
class RedisBox {
 public:
  explicit RedisBox(const std::string& url, broker::redis::ClientOptions options = {}) {
    const auto parsed = broker::redis::RedisUrl::parse(url);
    if (!parsed) throw std::runtime_error{parsed.error().message};
    auto made = broker::redis::make_client(*parsed, connections_.executor(), std::move(options));
    if (!made) throw std::runtime_error{made.error().message};
    client_ = std::move(*made);
  }

  broker::redis::Client& client() { return *client_; }
  void destroy_client() { client_.reset(); }
  Loop& caller() { return caller_; }

  base::Result<broker::redis::Reply> run(std::vector<std::string> words) {
    return caller_.await(client_->run(std::move(words)));
  }
  /// The reply's text; of an error "ERROR …", of a failed call "FAILED …".
  std::string text(std::vector<std::string> words) {
    const auto reply = run(std::move(words));
    if (!reply) return "FAILED " + reply.error().message;
    if (reply->is_error()) return "ERROR " + reply->text;
    if (reply->kind == broker::redis::Reply::Kind::integer) return std::to_string(reply->integer);
    return reply->text;
  }
  bool answers() { return caller_.await(broker::redis::ping(*client_)).has_value(); }

 private:
  Loop connections_;
  Loop caller_;
  std::unique_ptr<broker::redis::Client> client_;
};

}  // namespace assay::tests
