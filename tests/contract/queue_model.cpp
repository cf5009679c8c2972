#include "contract/queue_model.hpp"

#include <algorithm>
#include <stdexcept>

#include "contract/redis_harness.hpp"
#include "contract/sqlite_harness.hpp"

namespace assay::contract {
namespace {

using base::Micros;
using core::AttemptCharge;
using core::Claim;
using core::Status;

constexpr Micros kLease{15'000'000};
constexpr Micros kGrace{1'000'000};
constexpr Micros kMinute{60'000'000};

void expect(bool right, const std::string& what) {
  if (!right) throw std::runtime_error(what);
}

}  // namespace

QueueModel::QueueModel(std::unique_ptr<StoreHarness> harness)
    : h_(std::move(harness)),
      sqlite_(dynamic_cast<SqliteHarness*>(h_.get())),
      redis_(dynamic_cast<RedisHarness*>(h_.get())) {}
QueueModel::~QueueModel() = default;

std::optional<std::string> QueueModel::run(const QueueHistory& history) {
  try {
    for (const auto& command : history) {
      step(command);
      check();
    }
  } catch (const std::exception& wrong) {
    return std::string{wrong.what()} + "\nafter:\n" + said_.str();
  }
  return std::nullopt;
}

void QueueModel::step(const QueueCommand& command) {
  using Kind = QueueCommand::Kind;
  switch (command.kind) {
    case Kind::accept:
      return accept(command);
    case Kind::claim:
      return claim(command);
    case Kind::finish:
      return finish(command);
    case Kind::retry:
      return retry(command);
    case Kind::extend:
      return extend(command);
    case Kind::cancel:
      return cancel(command);
    case Kind::advance: {
      const Micros by{static_cast<std::int64_t>(command.a % 12'000'000)};
      said_ << "advance " << by.count() << "\n";
      return h_->clock().advance(by);
    }
    case Kind::jump: {
      const Micros by{static_cast<std::int64_t>(command.a % 7'200'000'000) - 3'600'000'000};
      said_ << "jump " << by.count() << "\n";
      jumped_ = true;
      return h_->clock().jump_wall(by);
    }
    case Kind::crash:
      return crash();
    case Kind::flush:
      return flush();
    case Kind::lose:
      said_ << "lose\n";
      return redis_->client().lose(1);
  }
}

void QueueModel::accept(const QueueCommand& command) {
  Job job;
  job.submission =
      h_->submission("work" + std::to_string(jobs_.size()), "scope" + std::to_string(command.a % 4));
  job.order = static_cast<int>(jobs_.size());
  said_ << "accept " << job.submission.job.str() << " in " << job.submission.scope.str() << "\n";
  h_->accept(job.submission);
  jobs_.emplace(job.submission.job, std::move(job));
}

void QueueModel::release() {
  for (auto& [id, job] : jobs_) {
    if (job.place == Job::Place::delayed && job.due <= now()) job.place = Job::Place::ready;
    if (job.place != Job::Place::leased || job.lease_until > now()) continue;
    if (redis_ != nullptr) {
      job.deaths_alone += job.holder->alone ? 1 : 0;
      job.suspect = true;
    } else {
      job.stored = Status::pending;
    }
    job.place = Job::Place::ready;
    no_longer_held(job);
  }
}

QueueModel::Jobs QueueModel::ready_jobs(bool suspects, bool poisonous) {
  Jobs found;
  for (auto& [id, job] : jobs_) {
    if (job.place != Job::Place::ready || job.is_poisonous() != poisonous) continue;
    if (poisonous || job.suspect == suspects) found.push_back(&job);
  }
  std::ranges::sort(found, {}, &Job::order);
  return found;
}

/// All jobs of which as many as there are, and `max` at most, must be given now.
QueueModel::Jobs QueueModel::expected_embedded(std::size_t max, int in_flight) {
  (void)max;
  const auto running =
      std::ranges::count_if(jobs_, [](const auto& item) { return item.second.holder.has_value(); });
  const bool one_alone = std::ranges::any_of(
      jobs_, [](const auto& item) { return item.second.holder && item.second.holder->alone; });
  const auto suspects = ready_jobs(true, false);
  if (one_alone || (!suspects.empty() && (running > 0 || in_flight > 0))) return {};
  return suspects.empty() ? ready_jobs(false, false) : Jobs{suspects.front()};
}

QueueModel::Jobs QueueModel::expected_shared(std::size_t max, int in_flight, const std::string& worker) {
  std::erase_if(workers_, [&](const auto& item) { return item.second <= now() - kMinute; });
  workers_[worker] = now();
  const auto alone_in = [&](const auto& item) { return item.second.holder && item.second.holder->alone; };
  if (std::ranges::any_of(jobs_,
                          [&](const auto& item) { return alone_in(item) && item.second.worker == worker; }))
    return {};
  auto poisonous = ready_jobs(true, true);
  if (!poisonous.empty()) {
    poisonous.resize(std::min(poisonous.size(), max));
    return poisonous;
  }
  const auto suspects = ready_jobs(true, false);
  const auto others = ready_jobs(false, false);
  if (suspects.empty()) return others;
  std::erase_if(draining_, [&](const auto& item) { return item.second <= now(); });
  const auto serving = static_cast<std::size_t>(std::ranges::count_if(jobs_, alone_in)) + draining_.size();
  const bool may = draining_.contains(worker) || serving < std::max<std::size_t>(1, workers_.size() / 2) ||
                   (in_flight == 0 && others.empty());
  if (!may) return others;
  if (in_flight == 0) {
    draining_.erase(worker);
    return {suspects.front()};
  }
  draining_[worker] = now() + kLease;
  return {};
}

void QueueModel::claim(const QueueCommand& command) {
  const auto max = static_cast<int>(1 + command.a % 4);
  const auto in_flight = static_cast<int>(command.b % 2);
  const std::string worker = redis_ != nullptr ? "worker" + std::to_string(command.c % 3) : "test";
  said_ << "claim " << max << " by " << worker << " with " << in_flight << "\n";
  release();
  const auto candidates = redis_ != nullptr
                              ? expected_shared(static_cast<std::size_t>(max), in_flight, worker)
                              : expected_embedded(static_cast<std::size_t>(max), in_flight);
  core::ClaimRequest request;
  request.worker = worker;
  request.max = max;
  request.in_flight = in_flight;
  const auto claims = await(h_->queue().claim(request));
  expect(claims.has_value(), "a claim failed");
  expect(claims->size() == std::min(candidates.size(), static_cast<std::size_t>(max)),
         "gave " + std::to_string(claims->size()) + " of " + std::to_string(candidates.size()));
  for (const auto& given : *claims) take(given, candidates, worker);
}

void QueueModel::take(const Claim& claim, const Jobs& candidates, const std::string& worker) {
  auto& job = job_of(claim);
  said_ << "  " << claim.job.str() << "\n";
  expect(std::ranges::find(candidates, &job) != candidates.end(), "gave a job that was not to be had");
  expect(job.place == Job::Place::ready, "gave a job twice");
  expect(claim.poisonous == (redis_ != nullptr && job.is_poisonous()), "poisonous or not");
  expect(claim.alone == (job.suspect && !claim.poisonous), "alone or not");
  expect(claim.attempt == job.attempts + 1, "attempt " + std::to_string(claim.attempt));
  expect(claim.fence > job.issued, "a fence came again");
  for (const auto* other : candidates) {
    const bool older = other->order < job.order && other->submission.scope == job.submission.scope;
    expect(!older || other->place != Job::Place::ready, "an older one of the same scope waits");
  }
  job.place = Job::Place::leased;
  job.holder = claim;
  job.worker = worker;
  job.fence = job.issued = claim.fence;
  job.lease_until = now() + kLease;
  job.stored = Status::in_progress;
}

/// Someone who holds a job, or who has lost it.
std::optional<Claim> QueueModel::some_claim(const QueueCommand& command) {
  std::vector<Claim> claims;
  for (const auto& [id, job] : jobs_) {
    if (job.holder) claims.push_back(*job.holder);
  }
  if (!stale_.empty() && command.b % 4 == 0) return stale_[command.a % stale_.size()];
  if (claims.empty()) return std::nullopt;
  return claims[command.a % claims.size()];
}

bool QueueModel::holds(const Claim& claim) {
  const auto& holder = job_of(claim).holder;
  return holder && holder->fence == claim.fence;
}

void QueueModel::no_longer_held(Job& job) {
  if (job.holder) stale_.push_back(*job.holder);
  job.holder.reset();
}

void QueueModel::end(Job& job, Status status) {
  job.place = Job::Place::over;
  job.stored = status;
  job.over_since = now();
  no_longer_held(job);
}

void QueueModel::finish(const QueueCommand& command) {
  const auto claim = some_claim(command);
  if (!claim) return;
  said_ << "finish " << claim->job.str() << "\n";
  auto result = h_->result();
  if (command.c % 3 == 0) result.outcome = Status::failed;
  auto& job = job_of(*claim);
  // A result counts until somebody else has the job, wherever its lease is.
  const bool counts = redis_ == nullptr
                          ? holds(*claim)
                          : job.stored == Status::in_progress && job.issued == claim->fence && !job.is_over();
  const auto finished = await(h_->store().finish(claim->job, claim->fence, result));
  expect(finished.has_value() == counts, counts ? "refused a result" : "took a stale result");
  if (!finished) return;
  expect(await(h_->queue().complete(*claim)).has_value(), "could not be completed");
  expect(*finished == std::vector{job.submission.id}, "finished another submission");
  job.stored_attempts += 1;
  end(job, result.outcome);
}

/// What the queue does with a job that is handed back; false where it is not the holder's any more.
bool QueueModel::give_back(Job& job, const Claim& claim, Micros delay, AttemptCharge charge) {
  if (redis_ != nullptr) {
    const bool open = job.stored == Status::in_progress || job.stored == Status::pending;
    if (!open || job.issued != claim.fence) return false;
    const bool charged = charge == AttemptCharge::charged && job.stored == Status::in_progress;
    job.stored_attempts += charged ? 1 : 0;
    job.stored = Status::pending;
    if (job.returned == claim.fence) return true;
    if (!(job.fence < claim.fence) && !holds(claim)) return false;
    if (!holds(claim)) no_longer_held(job);
    job.returned = job.fence = claim.fence;
  } else if (!holds(claim)) {
    return false;
  } else {
    job.stored = Status::pending;
    job.stored_attempts += charge == AttemptCharge::charged ? 1 : 0;
  }
  no_longer_held(job);
  job.attempts += charge == AttemptCharge::charged ? 1 : 0;
  if (charge == AttemptCharge::charged) job.suspect = false;
  job.place = delay > Micros{0} ? Job::Place::delayed : Job::Place::ready;
  job.due = now() + delay;
  return true;
}

void QueueModel::retry(const QueueCommand& command) {
  const auto claim = some_claim(command);
  if (!claim) return;
  const auto charge = command.c % 2 == 0 ? AttemptCharge::charged : AttemptCharge::free;
  const Micros delay{command.c % 3 == 0 ? 0 : static_cast<std::int64_t>(command.c % 20'000'000)};
  said_ << "retry " << claim->job.str() << " after " << delay.count()
        << (command.c % 2 == 0 ? " charged" : "") << "\n";
  const bool expected = give_back(job_of(*claim), *claim, delay, charge);
  expect(await(h_->queue().retry(*claim, delay, charge)).has_value() == expected,
         expected ? "was not taken back" : "took it from another");
}

void QueueModel::extend(const QueueCommand& command) {
  const auto claim = some_claim(command);
  if (!claim) return;
  auto& job = job_of(*claim);
  if (job.is_over() && job.over_since + kMinute <= now()) return;  // nobody remembers so long
  said_ << "extend " << claim->job.str() << "\n";
  bool held = holds(*claim);
  if (!held && redis_ != nullptr && !job.is_over() && job.fence < claim->fence) {
    // The queue has forgotten who holds it.
    held = true;
    no_longer_held(job);
    job.holder = *claim;
    job.fence = claim->fence;
    job.attempts = claim->attempt - 1;
    job.suspect = claim->alone;
    job.place = Job::Place::leased;
  }
  const auto lost = await(h_->queue().extend({*claim}, kLease));
  expect(lost.has_value() && lost->empty() == held, held ? "lost a lease" : "renewed a lease that is lost");
  if (held) job.lease_until = now() + kLease;
}

void QueueModel::cancel(const QueueCommand& command) {
  if (jobs_.empty()) return;
  auto chosen = std::next(jobs_.begin(), static_cast<std::ptrdiff_t>(command.a % jobs_.size()));
  Job& job = chosen->second;
  said_ << "cancel " << chosen->first.str() << "\n";
  const auto cancelled =
      await(h_->store().cancel(job.submission.scope, job.submission.id, h_->clock().now()));
  expect(cancelled.has_value() != core::is_terminal(job.stored), "cancelled or not");
  if (!cancelled) return;
  expect(await(h_->queue().cancel(chosen->first)).has_value(), "the queue was not told");
  if (job.stored == Status::in_progress) job.stored_attempts += 1;
  end(job, Status::cancelled);
}

void QueueModel::crash() {
  if (sqlite_ == nullptr) return;
  // After a jump of the wall clock a restart can't know how much of a delay is left.
  if (jumped_ &&
      std::ranges::any_of(jobs_, [](const auto& item) { return item.second.place == Job::Place::delayed; }))
    return;
  said_ << "crash\n";
  jumped_ = false;
  sqlite_->restart();
  for (auto& [id, job] : jobs_) {
    if (!job.holder) continue;
    job.deaths_alone += job.holder->alone ? 1 : 0;
    job.suspect = true;
    if (job.is_poisonous()) {
      job.stored_attempts += 1;
      end(job, Status::failed);
    } else {
      no_longer_held(job);
      job.place = Job::Place::ready;
      job.stored = Status::pending;
    }
  }
}

void QueueModel::flush() {
  said_ << "flush\n";
  redis_->flush();
  workers_.clear();
  draining_.clear();
  std::erase_if(stale_, [&](const Claim& claim) { return job_of(claim).is_over(); });
  for (auto& [id, job] : jobs_) {
    if (job.is_over()) continue;
    no_longer_held(job);
    job.place = Job::Place::delayed;
    job.due = now() + kGrace;
    job.attempts = job.deaths_alone = 0;
    job.suspect = false;
    job.fence = job.returned = core::Fence{};
  }
}

void QueueModel::check() {
  core::QueueDepth expected;
  for (const auto& [id, job] : jobs_) {
    expected.running += job.place == Job::Place::leased;
    expected.delayed += job.place == Job::Place::delayed;
    expected.ready += job.place == Job::Place::ready;
    const auto found = h_->find(job.submission.id, job.submission.scope.str()).submission;
    expect(found.status == job.stored, id.str() + " is " + std::string{to_string(found.status)});
    const int attempts = job.stored_attempts + (job.stored == Status::in_progress ? 1 : 0);
    expect(found.attempts == attempts, id.str() + " has had " + std::to_string(found.attempts) + " attempts");
  }
  const auto depth = h_->depth();
  expect(depth.ready == expected.ready, "ready: " + std::to_string(depth.ready));
  expect(depth.delayed == expected.delayed, "delayed: " + std::to_string(depth.delayed));
  expect(depth.running == expected.running, "running: " + std::to_string(depth.running));
}

}  // namespace assay::contract
