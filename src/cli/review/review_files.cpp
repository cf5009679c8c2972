#include "cli/review/review_files.hpp"

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <map>
#include <stop_token>
#include <utility>

#include "base/blocking_pool.hpp"
#include "base/random.hpp"
#include "base/task_group.hpp"
#include "cli/review/progress.hpp"
#include "review/retry_delay.hpp"

namespace assay::cli {
namespace {

constexpr int kMostAttempts = 3;
constexpr base::Micros kLongestPause{120'000'000};
constexpr base::Micros kSoon{1'000'000};
constexpr std::size_t kWindowPerJob = 4;

/// The report is written when a file is done; nobody listens to the way there.
class NoListener final : public review::PipelineListener {
 public:
  void progressed(int, core::Stage) override {}
  void issue_found(const core::Issue&) override {}
};

/// A whole file is one text; a changed one is a file of its own with the lines that it is about.
std::shared_ptr<core::ReviewInput> input_of(SourceFile source) {
  auto input = std::make_shared<core::ReviewInput>();
  input->language = source.language;
  input->filename = source.path;
  if (!source.changed) {
    input->code = std::move(source.code);
    return input;
  }
  core::InputFile file;
  file.path = source.path;
  file.language = source.language;
  file.code = std::move(source.code);
  file.changed = std::move(source.changed);
  file.known = std::move(source.known);
  input->files.push_back(std::move(file));
  return input;
}

class Run {
 public:
  Run(ReviewParts parts, ReviewPlan plan, base::Executor executor, ReviewEngine& engine)
      : parts_(std::move(parts)),
        plan_(plan),
        engine_(engine),
        progress_(parts_.err, parts_.clock),
        group_(executor),
        changed_(executor),
        signals_(executor, SIGINT, SIGTERM) {}

  base::Task<void> drive() {
    signals_.async_wait([this](const boost::system::error_code& failed, int) {
      if (failed) return;
      // A second signal ends the process at once, should something not listen.
      signals_.clear();
      stop();
    });
    const auto started = parts_.clock.steady();
    write([this](std::string& out) { parts_.report.begin(out); });
    co_await feed();
    co_await group_.join();
    co_await engine_.stop();
    signals_.cancel();
    end_.totals.run_ms = (parts_.clock.steady() - started).count() / 1000;
    progress_.clear();
    if (end_.complete) write([this](std::string& out) { parts_.report.finish(out, end_.totals); });
  }

  const ReviewEnd& end() const { return end_; }

 private:
  base::Task<void> feed() {
    std::size_t index = 0;
    while (!stop_.stop_requested()) {
      const bool full =
          running_ >= plan_.jobs || index - written_ >= kWindowPerJob * static_cast<std::size_t>(plan_.jobs);
      if (full) {
        co_await changed_.wait(kSoon);
        continue;
      }
      auto source = co_await base::run_on(reader_, [this] { return parts_.sources.next(); });
      if (!source) break;
      if (stop_.stop_requested()) break;
      ++running_;
      group_.spawn(review_one(index++, std::move(*source)));
    }
  }

  base::Task<void> review_one(std::size_t index, SourceFile source) {
    report::FileReview file;
    file.path = source.path;
    file.status = source.status;
    file.error = source.error;
    if (source.status == report::FileStatus::completed) {
      file.language = source.language;
      auto input = input_of(std::move(source));
      if (plan_.min_confidence > 0) input->options.min_confidence = plan_.min_confidence;
      const auto& code = input->files.empty() ? input->code : input->files.front().code;
      file.code = std::shared_ptr<const std::string>{input, &code};
      auto result = co_await run_pipeline(std::move(input));
      if (result.failure) {
        file.status = report::FileStatus::failed;
        file.error = result.failure->reason;
      }
      // A server has concluded without it; here it has been heard already, and says the same again.
      if (plan_.policy != nullptr) review::apply_policy(result.review, *plan_.policy);
      if (plan_.baseline != nullptr) {
        for (const auto& issue : result.review.issues) plan_.baseline->add(issue, file.path);
      }
      file.review = std::make_shared<const core::Review>(std::move(result.review));
    }
    --running_;
    done_.emplace(index, std::move(file));
    write_done();
    changed_.notify();
  }

  base::Task<review::PipelineResult> run_pipeline(std::shared_ptr<const core::ReviewInput> input) {
    for (int attempt = 1;; ++attempt) {
      review::Pipeline::Run run;
      run.input = input;
      run.stop = stop_.get_token();
      run.listener = &listener_;
      run.policy = plan_.policy;
      auto result = co_await engine_.run(std::move(run));
      const bool again =
          result.failure && result.failure->retryable && attempt < kMostAttempts && !stop_.stop_requested();
      if (!again) co_return result;
      const auto asked = result.failure->retry_after;
      if (asked && *asked > kLongestPause) co_return result;
      co_await pause(asked ? *asked : review::retry_delay(attempt, random_));
    }
  }

  base::Task<void> pause(base::Micros time) {
    const auto until = parts_.clock.steady() + time;
    while (!stop_.stop_requested()) {
      const auto left = until - parts_.clock.steady();
      if (left <= base::Micros{0}) co_return;
      co_await changed_.wait(left);
    }
  }

  void write_done() {
    while (!stop_.stop_requested()) {
      const auto next = done_.find(written_);
      if (next == done_.end()) return;
      const auto& file = next->second;
      end_.totals.add(file);
      note_worst(file);
      if (end_.first_failure.empty() && file.status == report::FileStatus::failed)
        end_.first_failure = file.path + ": " + file.error;
      write([&](std::string& out) { parts_.report.add(out, file); });
      progress_.update(end_.totals.files(), end_.totals.all_issues(), file.path);
      done_.erase(next);
      ++written_;
    }
  }

  void note_worst(const report::FileReview& file) {
    if (!file.review) return;
    for (const auto& issue : file.review->issues) {
      if (issue.lines && (!end_.worst || *end_.worst < issue.severity)) end_.worst = issue.severity;
    }
  }

  template <class Part>
  void write(Part part) {
    std::string text;
    part(text);
    if (text.empty()) return;
    // Both may be the same terminal.
    if (parts_.out.is_terminal()) progress_.clear();
    parts_.out.write(text);
    if (!parts_.out.ok()) stop();
  }

  void stop() {
    end_.complete = false;
    stop_.request_stop();
    changed_.notify();
  }

  ReviewParts parts_;
  ReviewPlan plan_;
  ReviewEngine& engine_;
  Progress progress_;
  NoListener listener_;
  base::SystemRandom random_;
  base::BlockingPool reader_{"files", 1};
  base::TaskGroup group_;
  base::Wakeup changed_;
  boost::asio::basic_signal_set<base::Executor> signals_;
  std::stop_source stop_;
  std::map<std::size_t, report::FileReview> done_;
  std::size_t written_ = 0;
  int running_ = 0;
  ReviewEnd end_;
};

}  // namespace

base::Result<ReviewEnd> review_files(ReviewParts parts, const ReviewPlan& plan) {
  boost::asio::io_context io{1};
  auto engine = parts.make_engine(io.get_executor());
  if (!engine) return base::fail(engine.error());
  Run run{std::move(parts), plan, io.get_executor(), **engine};
  base::TaskGroup main{io.get_executor()};
  main.spawn(run.drive());
  io.run();
  return run.end();
}

}  // namespace assay::cli
