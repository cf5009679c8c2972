#pragma once
#include <atomic>

#include "broker/redis/client.hpp"

namespace assay::contract {

/// A real client whose replies get lost on the way back when a test says so: what was asked was done.
class LossyClient final : public broker::redis::Client {
 public:
  /// `real` outlives it.
  explicit LossyClient(Client& real) : real_(real) {}

  /// The next so many replies are lost, after so many that are not.
  void lose(int replies, int after = 0) {
    passed_ = after;
    lost_ = replies;
  }

  base::Task<base::Result<broker::redis::Reply>> run(broker::redis::Command command) override {
    auto reply = co_await real_.run(std::move(command));
    if (is_lost()) co_return base::fail(base::Errc::unavailable, "the reply was lost");
    co_return reply;
  }
  base::Task<base::Result<broker::redis::Reply>> run(const broker::redis::Script& script,
                                                     std::vector<std::string> keys,
                                                     std::vector<std::string> arguments) override {
    auto reply = co_await real_.run(script, std::move(keys), std::move(arguments));
    if (is_lost()) co_return base::fail(base::Errc::unavailable, "the reply was lost");
    co_return reply;
  }
  std::unique_ptr<Subscription> subscribe(std::string channel,
                                          std::function<void(std::string_view)> heard) override {
    return real_.subscribe(std::move(channel), std::move(heard));
  }
  broker::redis::Counts counts() const override { return real_.counts(); }

 private:
  bool is_lost() {
    if (passed_ > 0) return --passed_, false;
    return lost_ > 0 && lost_-- > 0;
  }

  Client& real_;
  std::atomic<int> passed_{0};
  std::atomic<int> lost_{0};
};

}  // namespace assay::contract
