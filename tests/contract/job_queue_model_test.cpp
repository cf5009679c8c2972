#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/random.hpp"
#include "contract/sqlite_harness.hpp"

namespace assay::contract {
namespace {

using base::Micros;
using core::AttemptCharge;
using core::Claim;
using core::Status;

constexpr Micros kLease{15'000'000};

/// What a job must be doing, said in the simplest way.
struct ModelJob {
  core::NewSubmission submission;
  int order = 0;
  Status status = Status::pending;
  int attempts = 0;
  std::optional<Micros> due;
  std::optional<Claim> holder;
  Micros lease_until{0};
  bool suspect = false;
  int deaths_alone = 0;
};

/// One random history against the model: every answer of the queue and the store is predicted. A crash closes
/// the database with jobs running; it may be restarted any number of times.
class QueueModel {
 public:
  QueueModel(std::uint64_t seed, std::unique_ptr<StoreHarness> harness, SqliteHarness* crashing)
      : random_(seed), h_(std::move(harness)), crashing_(crashing) {}

  void run(int commands) {
    for (int i = 0; i < commands && !testing::Test::HasFailure(); ++i) {
      command();
      check();
    }
    if (testing::Test::HasFailure()) ADD_FAILURE() << "after:\n" << said_.str();
  }

 private:
  std::uint64_t dice(std::uint64_t sides) { return random_.next() % sides; }
  Micros now() { return h_->clock().steady(); }

  void command() {
    const auto roll = dice(100);
    if (roll < 25) return accept();
    if (roll < 50) return claim();
    if (roll < 60) return finish();
    if (roll < 72) return retry();
    if (roll < 78) return extend();
    if (roll < 84) return cancel();
    if (roll < 93) return advance();
    if (roll < 95) return jump();
    if (crashing_ != nullptr) crash();
  }

  void accept() {
    said_ << "accept\n";
    ModelJob job;
    job.submission = h_->submission("work" + std::to_string(jobs_.size()), "scope" + std::to_string(dice(4)));
    job.order = static_cast<int>(jobs_.size());
    h_->accept(job.submission);
    jobs_.emplace(job.submission.job, std::move(job));
  }

  void release() {
    for (auto& [id, job] : jobs_) {
      if (job.due && *job.due <= now()) job.due.reset();
      if (job.status != Status::in_progress || job.lease_until > now()) continue;
      job.status = Status::pending;
      stale_.push_back(*job.holder);
      job.holder.reset();
    }
  }

  std::vector<ModelJob*> ready(bool suspects) {
    std::vector<ModelJob*> found;
    for (auto& [id, job] : jobs_) {
      if (job.status == Status::pending && !job.due && job.suspect == suspects) found.push_back(&job);
    }
    std::ranges::sort(found, {}, &ModelJob::order);
    return found;
  }

  void claim() {
    const int max = static_cast<int>(1 + dice(4));
    const int in_flight = static_cast<int>(dice(2));
    said_ << "claim " << max << " with " << in_flight << "\n";
    release();
    const auto running =
        std::ranges::count_if(jobs_, [](const auto& item) { return item.second.holder.has_value(); });
    const bool one_alone = std::ranges::any_of(
        jobs_, [](const auto& item) { return item.second.holder && item.second.holder->alone; });
    const auto suspects = ready(true);
    const auto others = ready(false);
    const auto claims = h_->claim(max, in_flight);
    if (one_alone || (!suspects.empty() && (running > 0 || in_flight > 0))) {
      EXPECT_TRUE(claims.empty());
      return;
    }
    if (!suspects.empty()) {
      ASSERT_EQ(claims.size(), 1U);
      EXPECT_EQ(claims[0].job, suspects[0]->submission.job);
      EXPECT_TRUE(claims[0].alone);
    } else {
      ASSERT_EQ(claims.size(), std::min(static_cast<std::size_t>(max), others.size()));
    }
    for (const auto& claim : claims) take(claim);
  }

  void take(const Claim& claim) {
    auto& job = jobs_.at(claim.job);
    ASSERT_EQ(job.status, Status::pending);
    ASSERT_FALSE(job.due);
    EXPECT_EQ(claim.alone, job.suspect);
    EXPECT_EQ(claim.attempt, job.attempts + 1);
    EXPECT_GT(claim.fence, last_fence_) << "fences never come again";
    for (const auto* older : ready(job.suspect)) {
      if (older->submission.scope == job.submission.scope) {
        EXPECT_GE(older->order, job.order);
      }
    }
    last_fence_ = claim.fence;
    job.status = Status::in_progress;
    job.holder = claim;
    job.lease_until = now() + kLease;
  }

  /// Someone who holds a job, or who has lost it.
  std::optional<Claim> some_claim() {
    std::vector<Claim> claims;
    for (const auto& [id, job] : jobs_) {
      if (job.holder) claims.push_back(*job.holder);
    }
    if (!stale_.empty() && dice(4) == 0) return stale_[dice(stale_.size())];
    if (claims.empty()) return std::nullopt;
    return claims[dice(claims.size())];
  }
  bool holds(const Claim& claim) {
    const auto& holder = jobs_.at(claim.job).holder;
    return holder && holder->fence == claim.fence;
  }
  void over(ModelJob& job, Status status) {
    job.status = status;
    if (job.holder) stale_.push_back(*job.holder);
    job.holder.reset();
    job.due.reset();
  }

  void finish() {
    const auto claim = some_claim();
    if (!claim) return;
    said_ << "finish " << claim->job.str() << "\n";
    auto result = h_->result();
    if (dice(3) == 0) result.outcome = Status::failed;
    const auto finished = await(h_->store().finish(claim->job, claim->fence, result));
    ASSERT_EQ(finished.has_value(), holds(*claim));
    auto& job = jobs_.at(claim->job);
    if (!finished) return;
    EXPECT_EQ(*finished, std::vector{job.submission.id});
    over(job, result.outcome);
  }

  void retry() {
    const auto claim = some_claim();
    if (!claim) return;
    const auto charge = dice(2) == 0 ? AttemptCharge::charged : AttemptCharge::free;
    const Micros delay{dice(2) == 0 ? 0 : static_cast<std::int64_t>(dice(20'000'000))};
    said_ << "retry " << claim->job.str() << " after " << delay.count() << "\n";
    const bool held = holds(*claim);
    ASSERT_EQ(await(h_->queue().retry(*claim, delay, charge)).has_value(), held);
    if (!held) return;
    auto& job = jobs_.at(claim->job);
    over(job, Status::pending);
    if (charge == AttemptCharge::charged) {
      ++job.attempts;
      job.suspect = false;
    }
    if (delay > Micros{0}) job.due = now() + delay;
  }

  void extend() {
    const auto claim = some_claim();
    if (!claim) return;
    said_ << "extend " << claim->job.str() << "\n";
    const bool held = holds(*claim);
    const auto lost = await(h_->queue().extend({*claim}, kLease));
    ASSERT_TRUE(lost);
    EXPECT_EQ(lost->empty(), held);
    if (held) jobs_.at(claim->job).lease_until = now() + kLease;
  }

  void cancel() {
    if (jobs_.empty()) return;
    auto chosen = std::next(jobs_.begin(), static_cast<std::ptrdiff_t>(dice(jobs_.size())));
    ModelJob& job = chosen->second;
    said_ << "cancel " << chosen->first.str() << "\n";
    const auto cancelled =
        await(h_->store().cancel(job.submission.scope, job.submission.id, h_->clock().now()));
    ASSERT_EQ(cancelled.has_value(), !core::is_terminal(job.status));
    if (cancelled) over(job, Status::cancelled);
  }

  void advance() {
    const Micros by{static_cast<std::int64_t>(dice(12'000'000))};
    said_ << "advance " << by.count() << "\n";
    h_->clock().advance(by);
  }

  void jump() {
    const Micros by{static_cast<std::int64_t>(dice(7'200'000'000)) - 3'600'000'000};
    said_ << "jump " << by.count() << "\n";
    h_->clock().jump_wall(by);
    jumped_ = true;
  }

  void crash() {
    // After a jump of the wall clock a restart can't know how much of a delay is left.
    if (jumped_ && std::ranges::any_of(jobs_, [](const auto& item) { return item.second.due.has_value(); }))
      return;
    said_ << "crash\n";
    jumped_ = false;
    crashing_->restart();
    for (auto& [id, job] : jobs_) {
      if (!job.holder) continue;
      job.deaths_alone += job.holder->alone ? 1 : 0;
      over(job, job.deaths_alone >= 3 ? Status::failed : Status::pending);
      job.suspect = true;
    }
  }

  void check() {
    core::QueueDepth expected;
    for (const auto& [id, job] : jobs_) {
      if (job.status == Status::in_progress) ++expected.running;
      if (job.status == Status::pending) ++(job.due ? expected.delayed : expected.ready);
      const auto found = h_->find(job.submission.id, job.submission.scope.str());
      ASSERT_EQ(found.submission.status, job.status) << id.str();
    }
    const auto depth = h_->depth();
    EXPECT_EQ(depth.ready, expected.ready);
    EXPECT_EQ(depth.delayed, expected.delayed);
    EXPECT_EQ(depth.running, expected.running);
  }

  base::SeededRandom random_;
  std::unique_ptr<StoreHarness> h_;
  SqliteHarness* crashing_;
  std::map<core::JobId, ModelJob> jobs_;
  std::vector<Claim> stale_;
  core::Fence last_fence_{};
  bool jumped_ = false;
  std::ostringstream said_;
};

constexpr std::uint64_t kHistories = 30;
constexpr int kCommands = 100;

TEST(JobQueueModel, memory_follows_the_model) {
  for (std::uint64_t seed = 1; seed <= kHistories && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    QueueModel{seed, make_store("memory"), nullptr}.run(kCommands);
  }
}

TEST(JobQueueModel, sqlite_follows_the_model_through_crashes) {
  for (std::uint64_t seed = 1; seed <= kHistories && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto harness = std::make_unique<SqliteHarness>();
    SqliteHarness* crashing = harness.get();
    QueueModel{seed, std::move(harness), crashing}.run(kCommands);
  }
}

}  // namespace
}  // namespace assay::contract
