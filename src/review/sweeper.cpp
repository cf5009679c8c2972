#include "review/sweeper.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"

namespace assay::review {

Sweeper::Sweeper(core::Retention& retention, HotReviews& hot, const base::Clock& clock,
                 base::Executor executor, SweeperConfig config)
    : retention_(retention),
      hot_(hot),
      clock_(clock),
      executor_(executor),
      config_(config),
      wake_(executor) {}

void Sweeper::stop() {
  boost::asio::post(executor_, [this] {
    stopping_ = true;
    wake_.notify();
  });
}

base::Task<void> Sweeper::run() {
  if (config_.keep_submissions.count() == 0 && config_.keep_code.count() == 0) co_return;
  while (!stopping_) {
    const auto swept = co_await sweep();
    if (!swept) {
      base::log::warn("what was kept long enough could not be deleted", {{"reason", swept.error().message}});
    } else if (swept->erased + swept->without_code > 0) {
      base::log::info("deleted what was kept long enough",
                      {{"submissions", swept->erased}, {"without_code", swept->without_code}});
    }
    if (!stopping_) co_await wake_.wait(config_.interval);
  }
}

base::Task<base::Result<SweepTotals>> Sweeper::sweep() {
  SweepTotals totals;
  bool more = true;
  while (more && !stopping_) {
    const auto now = clock_.now();
    core::RetentionLimits limits;
    if (config_.keep_submissions.count() > 0) limits.submissions_before = now - config_.keep_submissions;
    if (config_.keep_code.count() > 0) limits.code_before = now - config_.keep_code;
    const auto swept = co_await retention_.sweep(limits, config_.piece, now);
    if (!swept) co_return base::fail(swept.error());
    for (const auto& id : swept->erased) hot_.erase(id);
    totals.erased += std::ssize(swept->erased);
    totals.without_code += std::ssize(swept->without_code);
    more = swept->more;
    if (more && !stopping_) co_await wake_.wait(config_.pause);
  }
  co_return totals;
}

}  // namespace assay::review
