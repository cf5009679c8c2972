#include "review/reviewer_run.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "base/task_group.hpp"
#include "core/input_files.hpp"
#include "review/join_outcomes.hpp"

namespace assay::review {
namespace {

/// Texts of one submission that a reviewer works on at the same time.
constexpr std::size_t kAtOnce = 4;

/// Reports of one text, in lines of its file.
class TextObserver final : public core::ReviewObserver {
 public:
  TextObserver(RunObserver& observer, const TextUnderReview& text, std::size_t index)
      : observer_(observer), text_(text), index_(index) {}
  void progressed(int done, int total) override {
    observer_.progressed(index_, static_cast<double>(done) / std::max(1, total));
  }
  void issue_found(const core::Issue& issue) override {
    if (text_.is_whole()) return observer_.issue_found(issue);
    observer_.issue_found(text_.in_file(issue));
  }

 private:
  RunObserver& observer_;
  const TextUnderReview& text_;
  std::size_t index_;
};

/// Keeps the replies for one text of several apart from those for the others.
class TextReplies final : public core::ReplyLog {
 public:
  TextReplies(core::ReplyLog& log, std::size_t index)
      : log_(log), prefix_("text" + std::to_string(index) + "/") {}
  base::Task<base::Result<void>> save(core::JobId job, std::string part, std::string reply) override {
    return log_.save(std::move(job), prefix_ + part, std::move(reply));
  }
  base::Task<base::Result<std::optional<std::string>>> find(core::JobId job, std::string part) override {
    return log_.find(std::move(job), prefix_ + part);
  }

 private:
  core::ReplyLog& log_;
  std::string prefix_;
};

}  // namespace

ReviewerRun::ReviewerRun(Parts parts) : parts_(parts), outcomes_(parts.texts.size()) {}

base::Task<core::ReviewerOutcome> ReviewerRun::run() {
  const auto takers = std::min(kAtOnce, parts_.texts.size());
  if (takers <= 1) {
    co_await take_texts();
  } else {
    const auto executor = co_await boost::asio::this_coro::executor;
    base::TaskGroup group(executor);
    for (std::size_t i = 0; i < takers; ++i) group.spawn(take_texts());
    co_await group.join();
  }
  co_return joined();
}

base::Task<void> ReviewerRun::take_texts() {
  while (next_ < parts_.texts.size() && !failed_ && !parts_.run.stop.stop_requested()) {
    const auto index = next_++;
    co_await review_text(index);
  }
}

base::Task<void> ReviewerRun::review_text(std::size_t index) {
  const auto& text = parts_.texts[index];
  TextObserver observer{parts_.observer, text, index};
  std::optional<TextReplies> replies;
  if (parts_.run.replies != nullptr && parts_.texts.size() > 1) replies.emplace(*parts_.run.replies, index);
  core::ReviewRequest request;
  request.input = text.input();
  request.changed = text.changed();
  request.job = parts_.run.job;
  request.scope = parts_.run.scope;
  request.trace = parts_.run.trace;
  for (const auto& issue : parts_.evidence) {
    if (parts_.texts.size() == 1 || issue.path == text.path())
      request.evidence.push_back(text.as_seen(issue));
  }
  request.stop = parts_.run.stop;
  request.observer = &observer;
  request.replies = replies ? &*replies : parts_.run.replies;
  auto outcome = co_await parts_.reviewer.review(std::move(request));
  failed_ = failed_ || outcome.failure.has_value();
  outcomes_[index] = text.in_file(std::move(outcome));
  parts_.observer.progressed(index, 1.0);
}

core::ReviewerOutcome ReviewerRun::joined() {
  if (outcomes_.size() == 1 && outcomes_.front()) return std::move(*outcomes_.front());
  OutcomeJoiner joiner;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    if (outcomes_[i]) joiner.add(parts_.texts[i].path(), std::move(*outcomes_[i]));
  }
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    if (outcomes_[i]) continue;
    const auto& input = *parts_.texts[i].input();
    joiner.add_missing({parts_.reviewer.name(),
                        input.filename,
                        {1, std::max(1, core::count_lines(input.code))},
                        core::CoverageState::skipped,
                        {}});
  }
  return joiner.take();
}

}  // namespace assay::review
