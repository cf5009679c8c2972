#include <algorithm>
#include <utility>

#include "base/uuid.hpp"
#include "broker/redis/job_queue.hpp"
#include "broker/redis/scripts.hpp"

namespace assay::broker::redis {

using base::Micros;
using base::Result;
using base::Task;
using core::Claim;

namespace {

const Script kClaim{scripts::kQueueClaim};
const Script kGrant{scripts::kQueueGrant};

constexpr std::size_t kFieldsOfClaim = 5;

std::string number(auto value) { return std::to_string(static_cast<std::int64_t>(value)); }

HeldClaim read_claim(const std::vector<Reply>& items, std::size_t at) {
  HeldClaim taken;
  taken.claim.job = core::JobId{items[at].text};
  taken.scope = core::Scope{items[at + 1].text};
  taken.claim.attempt = static_cast<int>(items[at + 2].integer) + 1;
  taken.claim.alone = items[at + 3].integer == 1;
  taken.claim.poisonous = items[at + 4].integer == 1;
  return taken;
}

}  // namespace

/// A claim whose end was not learnt of may have taken jobs: the next one asks under its token, and so for
/// them.
std::string RedisJobQueue::claim_token() {
  const std::scoped_lock lock{mutex_};
  if (auto unsettled = std::exchange(unsettled_, std::nullopt)) return std::move(*unsettled);
  return base::make_uuid7(clock_.now(), random_);
}

void RedisJobQueue::keep_unsettled(std::string token) {
  const std::scoped_lock lock{mutex_};
  unsettled_ = std::move(token);
}

Task<Result<std::vector<Claim>>> RedisJobQueue::claim(core::ClaimRequest request) {
  const auto wake_ups = heard_->wake_ups.load();
  const Micros until = clock_.steady() + request.lease;
  const auto wanted = static_cast<std::size_t>(std::max(1, request.max));
  const std::string token = claim_token();
  auto taken = co_await take(request, token);
  if (taken && !taken->empty()) {
    auto jobs = std::move(*taken);
    taken = co_await grant(std::move(jobs), token, request.lease);
  }
  if (!taken) {
    keep_unsettled(token);
    co_return base::fail(std::move(taken.error()));
  }
  std::vector<Claim> claims;
  for (auto& held : *taken) {
    held.worker = process_ + "/" + request.worker;
    held.lease = request.lease;
    held.until = until;
    claims.push_back(held.claim);
    heard_->held.hold(std::move(held));
  }
  if (claims.size() < wanted && heard_->wake_ups == wake_ups) heard_->jobs.unset();
  co_return claims;
}

Task<Result<std::vector<HeldClaim>>> RedisJobQueue::take(core::ClaimRequest request, std::string token) {
  const Micros now = clock_.steady();
  std::vector<std::string> arguments{
      process_ + "/" + request.worker, number(request.max), number(request.in_flight),
      number(request.lease.count()),   std::move(token),    number(calls_.options().remember_ended.count())};
  const auto reply = co_await calls_.run(kClaim, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  const auto& items = reply->items;
  if (items.size() % kFieldsOfClaim != 1) co_return base::fail(base::Errc::corrupt, "Redis gave no claims");
  heard_->next = items[0].integer < 0 ? Micros::max() : now + Micros{items[0].integer};
  std::vector<HeldClaim> taken;
  for (std::size_t at = 1; at < items.size(); at += kFieldsOfClaim) taken.push_back(read_claim(items, at));
  co_return taken;
}

Task<Result<std::vector<HeldClaim>>> RedisJobQueue::grant(std::vector<HeldClaim> taken, std::string token,
                                                          Micros lease) {
  std::vector<core::JobId> jobs;
  for (const auto& held : taken) jobs.push_back(held.claim.job);
  const auto fences = co_await ledger_.issue_fences(std::move(jobs));
  if (!fences) co_return base::fail(fences.error());
  std::vector<std::string> arguments{std::move(token), number(lease.count())};
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const auto fence = fences->at(i);
    if (fence) taken[i].claim.fence = *fence;
    arguments.push_back(taken[i].claim.job.str());
    arguments.push_back(fence ? number(*fence) : std::string{});
  }
  const auto reply = co_await calls_.run(kGrant, std::move(arguments));
  if (!reply) co_return base::fail(reply.error());
  if (reply->items.size() != taken.size())
    co_return base::fail(base::Errc::corrupt, "Redis granted no claims");
  std::vector<HeldClaim> granted;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (reply->items[i].integer == 1) granted.push_back(std::move(taken[i]));
  }
  co_return granted;
}

}  // namespace assay::broker::redis
