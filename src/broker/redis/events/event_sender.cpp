#include "broker/redis/events/event_sender.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "base/uuid.hpp"
#include "broker/redis/events/event_wire.hpp"
#include "broker/redis/scripts.hpp"

namespace assay::broker::redis {

using base::Task;

namespace {

const Script kAttach{scripts::kEventsAttach};
const Script kDetach{scripts::kEventsDetach};
const Script kPublish{scripts::kEventsPublish};
const Script kScope{scripts::kEventsScope};

constexpr std::size_t kOrdersAtOnce = 1024;
constexpr base::Micros kPause{50'000};
constexpr std::chrono::seconds kTimeToEnd{1};

using Kind = EventOrder::Kind;

std::string with_status(char letter, core::Status status) {
  return std::string(1, letter) + std::string{to_string(status)};
}

/// The status of an event that ends its job.
std::optional<core::Status> end_in(std::string_view event) {
  const auto status = event.starts_with('s') ? core::parse_status(event.substr(1)) : std::nullopt;
  return status && is_terminal(*status) ? status : std::nullopt;
}

}  // namespace

EventSender::EventSender(Client& client, RedisEventOptions options, base::Random& random,
                         base::Executor executor)
    : client_(client),
      options_(std::move(options)),
      keys_(options_.prefix),
      process_(base::make_uuid7(base::SystemClock{}.now(), random)),
      executor_(executor),
      wake_(std::make_shared<base::Wakeup>(executor)) {}

void EventSender::add(EventOrder order) {
  {
    const std::scoped_lock lock{mutex_};
    if (order.droppable && waiting_.size() >= options_.outbox) {
      ++left_out_[order.job];
      return;
    }
    waiting_.push_back(std::move(order));
    if (waiting_.size() > 1) return;  // somebody was told already
  }
  boost::asio::post(executor_, [wake = wake_] { wake->notify(); });
}

void EventSender::stop() {
  boost::asio::post(executor_, [this] {
    last_moment_ = std::chrono::steady_clock::now() + kTimeToEnd;
    wake_->notify();
  });
}

Task<void> EventSender::run() {
  while (true) {
    auto round = take_round();
    if (!round.empty()) {
      co_await send(std::move(round));
    } else if (last_moment_) {
      break;
    } else {
      co_await wake_->wait(std::chrono::hours{1});
    }
  }
}

/// What can be sent side by side: ends of submissions that have no job neither overtake nor are overtaken.
EventSender::Orders EventSender::take_round() {
  const std::scoped_lock lock{mutex_};
  Orders round;
  while (!waiting_.empty() && round.size() < kOrdersAtOnce) {
    const bool differs =
        !round.empty() && (round.front().kind == Kind::terminal) != (waiting_.front().kind == Kind::terminal);
    if (differs) break;
    round.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return round;
}

Task<void> EventSender::send(Orders round) {
  // An order of each job, jobs beside each other.
  std::map<std::string, Orders> lanes;
  for (auto& order : round) {
    auto lane = order.kind == Kind::terminal ? order.submission.str() : order.job.str();
    lanes[std::move(lane)].push_back(std::move(order));
  }
  ScopeEvents told;
  base::TaskGroup group{executor_};
  for (auto& [job, orders] : lanes) group.spawn(send_lane(std::move(orders), told));
  co_await group.join();
  for (auto& [scope, events] : told) {
    std::vector<std::string> texts;
    for (auto& [submission, event] : events) {
      texts.push_back(submission.str());
      texts.push_back(std::move(event));
    }
    group.spawn(tell_scope(scope, std::move(texts)));
  }
  co_await group.join();
}

Task<void> EventSender::send_lane(Orders orders, ScopeEvents& told) {
  for (std::size_t at = 0; at < orders.size();) {
    auto& order = orders[at];
    if (order.kind != Kind::publish) {
      ++at;
      if (order.kind == Kind::attach) {
        co_await attach(std::move(order), told);
      } else if (order.kind == Kind::detach) {
        co_await detach(std::move(order));
      } else if (order.kind == Kind::terminal) {
        co_await end(std::move(order), told);
      }
      continue;
    }
    const core::JobId job = order.job;
    std::vector<std::string> events;
    for (; at < orders.size() && orders[at].kind == Kind::publish; ++at)
      events.push_back(std::move(orders[at].event));
    co_await publish(job, std::move(events), told);
  }
}

Task<void> EventSender::attach(EventOrder order, ScopeEvents& told) {
  known_.attach(order.job, order.scope, order.submission);
  Command command{"SET", keys_.submission(order.submission), "j" + order.job.str(), "EX",
                  std::to_string(options_.keep_running)};
  if (!co_await deliver(std::move(command))) co_return;
  std::vector<std::string> keys{keys_.job_members(order.job)};
  std::vector<std::string> arguments{keys_.channel(), order.job.str(), order.scope.str(),
                                     order.submission.str(), std::to_string(options_.keep_running)};
  const auto reply = co_await deliver(kAttach, std::move(keys), std::move(arguments));
  if (!reply || reply->items.size() != 2 || reply->items[0].integer != 1) co_return;
  told[order.scope].emplace_back(order.submission, "s" + reply->items[1].text);
}

Task<void> EventSender::detach(EventOrder order) {
  known_.detach(order.job, order.submission);
  std::vector<std::string> keys{keys_.job_members(order.job)};
  std::vector<std::string> arguments{keys_.channel(), order.job.str(), order.submission.str()};
  (void)co_await deliver(kDetach, std::move(keys), std::move(arguments));
}

Task<void> EventSender::publish(core::JobId job, std::vector<std::string> events, ScopeEvents& told) {
  int left_out = 0;
  {
    const std::scoped_lock lock{mutex_};
    if (const auto found = left_out_.find(job); found != left_out_.end()) {
      left_out = found->second;
      left_out_.erase(found);
    }
  }
  const auto known = known_.find(job);
  std::vector<std::string> keys{keys_.job_stream(job), keys_.job_members(job)};
  std::vector<std::string> arguments{keys_.channel(),
                                     job.str(),
                                     std::to_string(options_.job_frames),
                                     std::to_string(options_.keep_running),
                                     std::to_string(options_.keep_ended),
                                     next_token(),
                                     std::to_string(left_out),
                                     known.scope.str(),
                                     std::to_string(known.submissions.size())};
  for (const auto& submission : known.submissions) arguments.push_back(submission.str());
  arguments.insert(arguments.end(), events.begin(), events.end());
  const auto reply = co_await deliver(kPublish, std::move(keys), std::move(arguments));
  if (!reply || reply->items.size() < 3) co_return;
  const bool was_unknown = reply->items[0].integer == 1;
  const core::Scope scope{reply->items[1].text};
  // Others came after the job's end.
  events.resize(std::min(events.size(), static_cast<std::size_t>(reply->items[2].integer)));
  for (std::size_t i = 3; i < reply->items.size(); ++i) {
    const core::SubmissionId submission{reply->items[i].text};
    if (was_unknown) {
      // Readers elsewhere must find their way again.
      EventOrder order{Kind::attach, job, scope, submission, {}, false, {}};
      co_await attach(std::move(order), told);
    }
    for (const auto& event : events) told[scope].emplace_back(submission, event);
    if (const auto end = events.empty() ? std::nullopt : end_in(events.back()))
      told[scope].emplace_back(submission, encode_done_event(*end));
  }
  if (!events.empty() && end_in(events.back())) known_.forget(job);
}

Task<void> EventSender::end(EventOrder order, ScopeEvents& told) {
  Command remember{"SET", keys_.submission(order.submission), with_status('e', order.status), "EX",
                   std::to_string(options_.keep_ended)};
  if (!co_await deliver(std::move(remember))) co_return;
  Command tell{"PUBLISH", keys_.channel(),
               "E" + order.submission.str() + "\n" + std::string{to_string(order.status)}};
  if (!co_await deliver(std::move(tell))) co_return;
  told[order.scope].emplace_back(order.submission, with_status('s', order.status));
  told[order.scope].emplace_back(order.submission, encode_done_event(order.status));
}

Task<void> EventSender::tell_scope(core::Scope scope, std::vector<std::string> events) {
  std::vector<std::string> keys{keys_.scope_stream(scope), keys_.scope_senders(scope)};
  std::vector<std::string> arguments{keys_.channel(),
                                     scope.str(),
                                     std::to_string(options_.scope_frames),
                                     std::to_string(options_.keep_scope),
                                     process_,
                                     next_token()};
  std::ranges::move(events, std::back_inserter(arguments));
  (void)co_await deliver(kScope, std::move(keys), std::move(arguments));
}

Task<std::optional<Reply>> EventSender::deliver(const Script& script, std::vector<std::string> keys,
                                                std::vector<std::string> arguments) {
  while (true) {
    auto reply = co_await client_.run(script, keys, arguments);
    if (reply && !reply->is_error()) {
      failing_ = false;
      co_return std::move(*reply);
    }
    if (!std::exchange(failing_, true))
      base::log::warn("events can't be sent", {{"reason", reply ? reply->text : reply.error().message}});
    if (gives_up()) co_return std::nullopt;
    co_await base::sleep_for(kPause);
  }
}

Task<std::optional<Reply>> EventSender::deliver(Command command) {
  while (true) {
    auto reply = co_await client_.run(command);
    if (reply && !reply->is_error()) co_return std::move(*reply);
    if (gives_up()) co_return std::nullopt;
    co_await base::sleep_for(kPause);
  }
}

bool EventSender::gives_up() const {
  return last_moment_ && std::chrono::steady_clock::now() > *last_moment_;
}

std::string EventSender::next_token() { return process_ + std::to_string(++sent_); }

}  // namespace assay::broker::redis
