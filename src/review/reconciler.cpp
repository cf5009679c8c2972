#include "review/reconciler.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "base/log.hpp"

namespace assay::review {

Reconciler::Reconciler(core::JobLedger& ledger, core::QueueRepair& queue, const base::Clock& clock,
                       base::Executor executor, ReconcilerConfig config)
    : ledger_(ledger), queue_(queue), clock_(clock), executor_(executor), config_(config), wake_(executor) {}

void Reconciler::stop() {
  boost::asio::post(executor_, [this] {
    stopping_ = true;
    wake_.notify();
  });
}

base::Task<void> Reconciler::run() {
  bool failed = false;
  while (!stopping_) {
    const auto restored = co_await round();
    if (!restored && !failed) {
      base::log::warn("the queue could not be compared with the store",
                      {{"reason", restored.error().message}});
    } else if (restored && *restored > 0) {
      base::log::warn("the queue had lost jobs; they are in it again", {{"jobs", *restored}});
    }
    failed = !restored;
    if (!stopping_) co_await wake_.wait(config_.interval);
  }
}

base::Task<base::Result<int>> Reconciler::round() {
  int restored = 0;
  bool to_the_end = std::exchange(look_at_all_, true);  // until this round has ended well
  if (to_the_end) after_.reset();
  while (!stopping_) {
    const auto turn = co_await queue_.take_turn(config_.turn);
    if (!turn) co_return base::fail(turn.error());
    if (!*turn) co_return restored;
    const auto missing = co_await restore_page();
    if (!missing) co_return base::fail(missing.error());
    restored += *missing;
    if (to_the_end ? !after_ : *missing == 0) {
      look_at_all_ = false;
      break;
    }
    if (!to_the_end) {
      // Where one is missing others are.
      to_the_end = true;
      after_.reset();
    }
  }
  co_return restored;
}

base::Task<base::Result<int>> Reconciler::restore_page() {
  auto jobs = co_await ledger_.unfinished(after_, config_.page);
  if (!jobs) co_return base::fail(jobs.error());
  if (std::ssize(*jobs) < config_.page) {
    after_.reset();
  } else {
    after_ = jobs->back().job;
  }
  const auto now = clock_.now();
  // One from the future has a wrong clock behind it, and is no newer than others.
  std::erase_if(*jobs, [&](const auto& job) {
    return job.created_at <= now && now - job.created_at < config_.min_age;
  });
  if (jobs->empty()) co_return 0;
  co_return co_await queue_.restore(std::move(*jobs));
}

}  // namespace assay::review
