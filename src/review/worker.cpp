#include "review/worker.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "base/uuid.hpp"
#include "core/poisonous.hpp"
#include "core/review_json.hpp"
#include "core/states_json.hpp"
#include "core/trace_context.hpp"
#include "review/retry_delay.hpp"

namespace assay::review {
namespace {

constexpr base::Micros kPollAtMost{1'000'000};
constexpr base::Micros kStoreRetryPause{200'000};
constexpr base::Micros kPatience = std::chrono::hours{1};
constexpr base::Micros kFirstPause{100'000};
constexpr base::Micros kLongestPause{5'000'000};

/// So long a job rests whose submission is not stored yet: that takes an instant; the older it is, the less
/// likely it is that anybody comes.
base::Micros pause_without_submission(base::Micros age) {
  return std::clamp(age / 4, kFirstPause, kLongestPause);
}

double seconds_of(base::Micros time) { return std::chrono::duration<double>(time).count(); }

/// Publishes what a run tells as events of its job.
class JobEvents final : public PipelineListener {
 public:
  JobEvents(core::EventBus& bus, core::JobId job, std::shared_ptr<const core::IssueStates> states)
      : bus_(bus), job_(std::move(job)), states_(std::move(states)) {}
  void progressed(int percent, core::Stage stage) override {
    bus_.publish(job_, core::Progressed{percent, stage});
  }
  void issue_found(const core::Issue& issue) override {
    bus_.publish(
        job_, core::IssueFound{core::encode_issue(issue, core::state_in(states_.get(), issue.fingerprint))});
  }

 private:
  core::EventBus& bus_;
  core::JobId job_;
  std::shared_ptr<const core::IssueStates> states_;
};

/// The log of a job that has no replies yet: nothing is looked for.
class FirstReplies final : public core::ReplyLog {
 public:
  explicit FirstReplies(core::ReplyLog& log) : log_(log) {}
  base::Task<base::Result<void>> save(core::JobId job, std::string part, std::string reply) override {
    return log_.save(std::move(job), std::move(part), std::move(reply));
  }
  base::Task<base::Result<std::optional<std::string>>> find(core::JobId, std::string) override {
    co_return std::optional<std::string>{};
  }

 private:
  core::ReplyLog& log_;
};

/// What a worker's line about a job has: the trace of the request that made it, where there was one.
std::string trace_id_of(const core::JobWork& work) {
  const auto trace = core::parse_traceparent(work.trace);
  return trace ? trace->trace_id : std::string{};
}

std::vector<core::IssueSummary> summaries(const core::Review& review) {
  std::vector<core::IssueSummary> out;
  out.reserve(review.issues.size());
  for (const auto& issue : review.issues)
    out.push_back({issue.title, issue.rule_id, issue.severity, issue.category, issue.id});
  return out;
}

/// One line for each job: failures for everybody, the rest for those who debug.
void log_ended(const core::Claim& claim, const core::JobWork& work, const PipelineResult& result) {
  const std::string submission = work.submissions.empty() ? std::string{} : work.submissions.front().str();
  base::log::write(result.failure ? base::log::Level::warn : base::log::Level::debug,
                   result.failure ? "a job failed" : "a job is done",
                   {{"job", claim.job.str()},
                    {"submission", submission},
                    {"trace_id", trace_id_of(work)},
                    {"attempt", claim.attempt},
                    {"wait_ms", result.review.queued_ms},
                    {"run_ms", result.review.run_ms},
                    {"reason", result.failure ? result.failure->reason : std::string{}}});
}

}  // namespace

Worker::Worker(Parts parts, WorkerConfig config)
    : parts_(parts),
      config_(std::move(config)),
      jobs_(parts.executor),
      slot_free_(parts.executor),
      heartbeat_wake_(parts.executor) {}

void Worker::stop() {
  stopping_ = true;
  boost::asio::post(parts_.executor, [this] { slot_free_.notify(); });
  parts_.queue.interrupt();
}

base::Task<void> Worker::run() {
  base::TaskGroup background{parts_.executor};
  background.spawn(heartbeat_loop());
  parts_.queue.on_lost(
      [&active = parts_.active](const core::JobId& job) { active.stop(job, StopReason::lease_lost); });
  co_await claim_loop();
  co_await drain();
  parts_.queue.on_lost({});
  heartbeat_ends_ = true;
  heartbeat_wake_.notify();
  co_await background.join();
}

base::Task<void> Worker::claim_loop() {
  while (!stopping_) {
    const auto running = static_cast<int>(jobs_.size());
    if (running >= config_.concurrency) {
      co_await slot_free_.wait(kPollAtMost);
      continue;
    }
    core::ClaimRequest request;
    request.worker = config_.name;
    request.max = config_.concurrency - running;
    request.in_flight = running;
    request.lease = config_.lease;
    const auto lease_end = parts_.clock.steady() + config_.lease;
    auto claims = co_await parts_.queue.claim(std::move(request));
    const auto now = parts_.clock.steady();
    if (!claims) {
      if (claiming_.failed(now)) {
        base::log::warn("no jobs can be claimed",
                        {{"reason", claims.error().message}, {"for_s", seconds_of(claiming_.lasts(now))}});
      }
      co_await slot_free_.wait(kPollAtMost);
      continue;
    }
    if (const auto lasted = claiming_.over(now))
      base::log::info("jobs can be claimed again", {{"after_s", seconds_of(*lasted)}});
    if (claims->empty()) {
      // After the claim, which may have taken the interruption of `stop` for an empty queue.
      if (stopping_) break;
      co_await parts_.queue.wait(kPollAtMost);
      continue;
    }
    for (auto& claim : *claims) {
      held_.insert_or_assign(claim.job, Held{claim, lease_end});
      counters_.running = static_cast<std::int64_t>(held_.size());
      jobs_.spawn(work(std::move(claim)));
    }
  }
}

base::Task<void> Worker::heartbeat_loop() {
  while (!heartbeat_ends_) {
    co_await heartbeat_wake_.wait(config_.heartbeat);
    if (!heartbeat_ends_) co_await renew();
  }
}

base::Task<void> Worker::renew() {
  if (held_.empty()) co_return;
  std::vector<core::Claim> claims;
  for (const auto& [job, held] : held_) claims.push_back(held.claim);
  const auto lease_end = parts_.clock.steady() + config_.lease;
  const auto lost = co_await parts_.queue.extend(claims, config_.lease);
  const auto now = parts_.clock.steady();
  if (lost) {
    if (const auto lasted = renewing_.over(now))
      base::log::info("leases can be renewed again", {{"after_s", seconds_of(*lasted)}});
    for (const auto& claim : claims) {
      if (const auto held = held_.find(claim.job); held != held_.end()) held->second.lease_end = lease_end;
    }
    for (const auto& job : *lost) parts_.active.stop(job, StopReason::lease_lost);
    co_return;
  }
  if (renewing_.failed(now)) {
    base::log::warn("leases could not be renewed",
                    {{"reason", lost.error().message}, {"for_s", seconds_of(renewing_.lasts(now))}});
  }
  const auto next = now + config_.heartbeat;
  for (const auto& [job, held] : held_) {
    if (held.lease_end - config_.lease_margin <= next) parts_.active.stop(job, StopReason::lease_lost);
  }
}

base::Task<void> Worker::drain() {
  const auto deadline = parts_.clock.steady() + config_.drain_grace;
  while (jobs_.size() != 0) {
    const auto left = deadline - parts_.clock.steady();
    if (left <= base::Micros{0}) break;
    co_await slot_free_.wait(left);
  }
  parts_.active.stop_all(StopReason::draining);
  co_await jobs_.join();
}

base::Task<void> Worker::work(core::Claim claim) {
  const core::JobId job = claim.job;
  std::stop_token stop = parts_.active.add(job);
  co_await do_job(std::move(claim), std::move(stop));
  parts_.active.remove(job);
  held_.erase(job);
  counters_.running = static_cast<std::int64_t>(held_.size());
  slot_free_.notify();
}

base::Task<void> Worker::do_job(core::Claim claim, std::stop_token stop) {
  auto work = co_await parts_.store.load_job(claim.job, claim.fence);
  if (!work) {
    if (work.error().code == base::Errc::conflict) co_return;  // cancelled or taken over since the claim
    base::log::warn("a job could not be loaded",
                    {{"job", claim.job.str()}, {"reason", work.error().message}});
    co_await hand_back(std::move(claim), kPollAtMost, core::AttemptCharge::free);
    co_return;
  }
  if (work->submissions.empty()) {
    const auto pause = pause_without_submission(parts_.clock.now() - work->created_at);
    co_await hand_back(std::move(claim), pause, core::AttemptCharge::free);
    co_return;
  }
  for (const auto& submission : work->submissions) parts_.bus.attach(claim.job, work->scope, submission);
  if (claim.poisonous) {
    PipelineResult refused;
    refused.failure = core::ReviewerFailure{};
    refused.failure->reason = core::poisonous_error();
    co_await store_result(std::move(claim), std::move(*work), std::move(refused));
    co_return;
  }
  parts_.bus.publish(claim.job, core::StatusChanged{core::Status::in_progress});
  JobEvents events{parts_.bus, claim.job, work->states};
  Pipeline::Run run;
  run.input = work->input;
  run.job = claim.job;
  run.scope = work->scope;
  run.trace = work->trace;
  run.stop = std::move(stop);
  run.listener = &events;
  FirstReplies first{parts_.replies};
  run.replies = work->may_have_replies ? &parts_.replies : &first;
  auto result = co_await parts_.pipeline.run(std::move(run));
  result.review.queued_ms = std::max<std::int64_t>(
      0, (parts_.clock.now() - work->created_at).count() / 1000 - result.review.run_ms);
  co_await settle(std::move(claim), std::move(*work), std::move(result));
}

base::Task<void> Worker::settle(core::Claim claim, core::JobWork work, PipelineResult result) {
  const auto stopped = parts_.active.stop_reason(claim.job);
  if (stopped == StopReason::cancelled || stopped == StopReason::lease_lost) co_return;
  if (stopped == StopReason::draining && result.failure) {
    co_await hand_back(std::move(claim), base::Micros{0}, core::AttemptCharge::free);
    co_return;
  }
  if (result.failure && result.failure->retryable && claim.attempt < kMaxAttempts) {
    counters_.retried += 1;
    const auto asked = result.failure->retry_after;
    const auto delay = asked ? *asked : retry_delay(claim.attempt, parts_.random);
    // Waiting because the other side asked for it costs no attempt, but nobody waits for ever.
    const bool patient = parts_.clock.now() - work.created_at < kPatience;
    co_await hand_back(std::move(claim), delay,
                       asked && patient ? core::AttemptCharge::free : core::AttemptCharge::charged);
    co_return;
  }
  co_await store_result(std::move(claim), std::move(work), std::move(result));
}

base::Task<void> Worker::store_result(core::Claim claim, core::JobWork work, PipelineResult result) {
  core::JobResult stored;
  stored.outcome = result.failure ? core::Status::failed : core::Status::completed;
  if (result.failure) stored.error = result.failure->reason;
  stored.finished_at = parts_.clock.now();
  stored.review_id = core::ReviewId{base::make_uuid7(stored.finished_at, parts_.random)};
  stored.review_members = core::encode_review_members(result.review);
  if (result.review.scores) stored.score = result.review.scores->overall;
  stored.issues = summaries(result.review);
  stored.usage = result.review.usage;
  stored.queued_ms = result.review.queued_ms;
  stored.run_ms = result.review.run_ms;
  stored.cacheable = result.cacheable && !result.failure;
  stored.expires_at = cache_expiry();
  // The work is done and paid for: a store that is away for a moment must not throw it away. The lease bounds
  // the wait.
  while (true) {
    const auto finished = co_await parts_.store.finish(claim.job, claim.fence, stored);
    if (finished) break;
    if (finished.error().code == base::Errc::conflict) {
      counters_.stale += 1;
      co_return;
    }
    if (storing_.failed(parts_.clock.steady())) {
      base::log::warn(
          "a result could not be stored",
          {{"job", claim.job.str()}, {"trace_id", trace_id_of(work)}, {"reason", finished.error().message}});
    }
    if (parts_.active.stop_reason(claim.job)) co_return;
    co_await base::sleep_for(kStoreRetryPause);
  }
  if (const auto lasted = storing_.over(parts_.clock.steady()))
    base::log::info("results can be stored again", {{"after_s", seconds_of(*lasted)}});
  (stored.outcome == core::Status::completed ? counters_.completed : counters_.failed) += 1;
  if (parts_.metrics) parts_.metrics->ended(result.review);
  log_ended(claim, work, result);
  if (stored.outcome == core::Status::completed)
    parts_.bus.publish(claim.job, core::Progressed{100, core::Stage::completed});
  parts_.bus.publish(claim.job, core::StatusChanged{stored.outcome});
  (void)co_await parts_.queue.complete(std::move(claim));
}

base::Task<void> Worker::hand_back(core::Claim claim, base::Micros delay, core::AttemptCharge charge) {
  const core::JobId job = claim.job;
  const auto handed = co_await parts_.queue.retry(std::move(claim), delay, charge);
  if (handed) parts_.bus.publish(job, core::StatusChanged{core::Status::pending});
  // Otherwise the lease runs out and somebody takes it up.
}

base::Timestamp Worker::cache_expiry() {
  const auto tenth = config_.cache_ttl.count() / 10;
  const auto jitter =
      static_cast<std::int64_t>(parts_.random.next() % static_cast<std::uint64_t>(2 * tenth + 1)) - tenth;
  return parts_.clock.now() + config_.cache_ttl + base::Micros{jitter};
}

}  // namespace assay::review
