#include "contract/event_readers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace assay::contract {

void read_into(core::EventSubscription& subscription, Got& got) {
  const auto batch = subscription.read(1000);
  got.gaps += batch.gap ? 1 : 0;
  for (const auto& frame : batch.frames) {
    const auto line = frame->find('\n');
    const bool has_id = frame->starts_with("id: ");
    got.ids.push_back(has_id ? frame->substr(4, line - 4) : std::string{});
    got.events.push_back(has_id ? frame->substr(line + 1) : *frame);
  }
  got.ended = batch.ended;
}

Got read_events(core::EventSubscription& subscription, std::size_t events) {
  Got got;
  tests::await_that(std::to_string(events) + " events", [&] {
    read_into(subscription, got);
    return got.events.size() >= events || got.ended;
  });
  return got;
}

Got read_to_end(core::EventSubscription& subscription) {
  Got got;
  tests::await_that("the end", [&] { return read_into(subscription, got), got.ended; });
  return got;
}

Got read_to_gap(core::EventSubscription& subscription) {
  Got got;
  tests::await_that("a gap", [&] { return read_into(subscription, got), got.gaps > 0; });
  return got;
}

std::string status_event(std::string_view word) {
  return "event: status\ndata: " + std::string{word} + "\n\n";
}

std::string progress_event(int percent) {
  return "event: progress\ndata: {\"percent\":" + std::to_string(percent) + ",\"stage\":\"analysing\"}\n\n";
}

BusNode::BusNode(broker::redis::RedisEventOptions options, const tests::RedisServer& server)
    : box_(server),
      bus_(std::make_unique<broker::redis::RedisEventBus>(box_.client(), random_, box_.executor(),
                                                          std::move(options))),
      ended_(boost::asio::co_spawn(box_.executor(), bus_->run(), boost::asio::use_future)) {
  box_.settle_subscriptions();
}

BusNode::~BusNode() {
  bus_->stop();
  ended_.get();
}

}  // namespace assay::contract
