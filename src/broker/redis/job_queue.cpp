#include "broker/redis/job_queue.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/task_group.hpp"
#include "base/uuid.hpp"
#include "broker/redis/scripts.hpp"

namespace assay::broker::redis {

using base::Micros;
using base::Result;
using base::Task;
using core::Claim;

namespace {

const Script kEnqueue{scripts::kQueueEnqueue};
const Script kExtend{scripts::kQueueExtend};
const Script kRetry{scripts::kQueueRetry};
const Script kForget{scripts::kQueueForget};
const Script kCancel{scripts::kQueueCancel};
const Script kDepth{scripts::kQueueDepth};
const Script kRestore{scripts::kQueueRestore};
const Script kTakeTurn{scripts::kQueueTakeTurn};

constexpr Micros kPoll = std::chrono::seconds{1};  ///< a wake-up that got lost costs no more
constexpr Micros kPauseBeforeTellingAgain{100'000};
constexpr std::size_t kRestoredAtOnce = 256;

std::string number(auto value) { return std::to_string(static_cast<std::int64_t>(value)); }

}  // namespace

RedisJobQueue::RedisJobQueue(Client& client, core::JobLedger& ledger, const base::Clock& clock,
                             base::Random& random, RedisQueueOptions options)
    : calls_(client, clock, std::move(options)),
      ledger_(ledger),
      clock_(clock),
      random_(random),
      process_(base::make_uuid7(clock.now(), random)),
      heard_(std::make_shared<QueueSignals>()) {
  subscription_ = client.subscribe(calls_.channel(),
                                   [heard = heard_](std::string_view message) { heard->hear(message); });
}

RedisJobQueue::~RedisJobQueue() = default;

Task<void> RedisJobQueue::run() {
  while (!stopping_) {
    co_await heard_->forgotten.wait(std::chrono::hours{1});
    heard_->forgotten.unset();
    auto held = heard_->held.alive(clock_.steady());
    while (!stopping_ && !held.empty()) {
      const auto lease = held.front().lease;
      if (co_await renew(std::move(held), lease)) break;
      co_await base::sleep_for(kPauseBeforeTellingAgain);
      held = heard_->held.alive(clock_.steady());
    }
  }
}

void RedisJobQueue::stop() {
  stopping_ = true;
  heard_->forgotten.wake();
}

Task<Result<void>> RedisJobQueue::enqueue(core::JobId job, core::Scope scope) {
  std::vector<std::string> arguments{job.str(), scope.str()};
  const auto reply = co_await calls_.run(kEnqueue, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  heard_->wake();
  co_return Result<void>{};
}

Task<Result<std::vector<core::JobId>>> RedisJobQueue::extend(std::vector<Claim> claims, Micros lease) {
  std::vector<HeldClaim> all;
  for (auto& claim : claims) {
    auto held = heard_->held.find(claim.job, claim.fence);
    if (!held) held = HeldClaim{std::move(claim), core::public_scope(), process_, lease, Micros{0}};
    all.push_back(std::move(*held));
  }
  return renew(std::move(all), lease);
}

Task<Result<std::vector<core::JobId>>> RedisJobQueue::renew(std::vector<HeldClaim> held, Micros lease) {
  std::vector<core::JobId> lost;
  if (held.empty()) co_return lost;
  const Micros until = clock_.steady() + lease;
  std::vector<std::string> arguments{number(lease.count())};
  for (const auto& item : held) {
    const auto& claim = item.claim;
    arguments.insert(arguments.end(), {claim.job.str(), number(claim.fence), item.scope.str(),
                                       number(claim.attempt - 1), claim.alone ? "1" : "0", item.worker});
  }
  const auto reply = co_await calls_.run(kExtend, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  for (const auto& item : held) heard_->held.renew(item.claim.job, item.claim.fence, lease, until);
  for (const auto& job : reply->items) {
    lost.emplace_back(job.text);
    heard_->held.let_go(lost.back());
  }
  co_return lost;
}

Task<Result<void>> RedisJobQueue::retry(Claim claim, Micros delay, core::AttemptCharge charge) {
  // The ledger first: where it refuses, somebody else's claim must not be touched.
  const auto handed = co_await ledger_.hand_back(claim.job, claim.fence, charge);
  if (!handed) co_return base::fail(handed.error());
  const auto held = heard_->held.find(claim.job, claim.fence);
  std::vector<std::string> arguments{
      claim.job.str(),           number(claim.fence),   (held ? held->scope : core::public_scope()).str(),
      number(claim.attempt - 1), number(delay.count()), charge == core::AttemptCharge::charged ? "1" : "0"};
  const auto reply = co_await calls_.run(kRetry, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  heard_->held.let_go(claim.job);
  heard_->wake();
  if (reply->text == "over") co_return base::fail(base::Errc::conflict, "the job is over");
  if (reply->text == "taken")
    co_return base::fail(base::Errc::conflict, "the job was taken over by another worker");
  co_return Result<void>{};
}

Task<Result<void>> RedisJobQueue::complete(Claim claim) { return end(kForget, std::move(claim.job)); }

Task<Result<void>> RedisJobQueue::cancel(core::JobId job) { return end(kCancel, std::move(job)); }

Task<Result<void>> RedisJobQueue::end(const Script& script, core::JobId job) {
  heard_->held.let_go(job);
  std::vector<std::string> arguments{job.str()};
  const auto reply = co_await calls_.run(script, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  co_return Result<void>{};
}

void RedisJobQueue::on_lost(std::function<void(const core::JobId&)> lost) {
  heard_->tell_of_lost(std::move(lost));
}

Task<void> RedisJobQueue::wait(Micros at_most) {
  return heard_->jobs.wait(std::min({at_most, kPoll, heard_->next.load() - clock_.steady()}));
}

void RedisJobQueue::interrupt() { heard_->jobs.wake(); }

Task<Result<core::QueueDepth>> RedisJobQueue::depth() {
  std::vector<std::string> none;
  const auto reply = co_await calls_.run(kDepth, std::move(none));
  if (!reply) co_return base::fail(reply.error());
  if (reply->items.size() != 4) co_return base::fail(base::Errc::corrupt, "Redis told no depth");
  const auto& items = reply->items;
  co_return core::QueueDepth{items[0].integer, items[1].integer, items[2].integer, Micros{items[3].integer}};
}

Task<Result<bool>> RedisJobQueue::take_turn(Micros turn) {
  std::vector<std::string> arguments{process_, number(std::max<std::int64_t>(1, turn.count() / 1000))};
  const auto reply = co_await calls_.run(kTakeTurn, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  co_return reply->integer == 1;
}

Task<Result<int>> RedisJobQueue::restore(std::vector<core::UnfinishedJob> jobs) {
  int restored = 0;
  for (std::size_t begin = 0; begin < jobs.size(); begin += kRestoredAtOnce) {
    std::vector<std::string> arguments{number(calls_.options().grace.count())};
    const auto now = clock_.now();
    for (auto i = begin; i < std::min(jobs.size(), begin + kRestoredAtOnce); ++i) {
      const auto age = std::max(Micros{0}, now - jobs[i].created_at);
      arguments.insert(arguments.end(), {jobs[i].job.str(), jobs[i].scope.str(), number(age.count())});
    }
    const auto reply = co_await calls_.run(kRestore, std::move(arguments));
    if (!reply) co_return base::fail(reply.error());
    restored += static_cast<int>(reply->integer);
  }
  co_return restored;
}

}  // namespace assay::broker::redis
