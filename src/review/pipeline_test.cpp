#include "review/pipeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <map>

namespace assay::review {
namespace {

core::Issue make_issue(std::string source, std::string title, int line,
                       core::Severity severity = core::Severity::med) {
  core::Issue issue;
  issue.sources = {std::move(source)};
  issue.title = std::move(title);
  issue.quote = issue.title;
  issue.severity = severity;
  issue.lines = core::LineRange{line, line};
  return issue;
}

/// Gives back a prepared outcome and remembers what it was asked.
class ScriptedReviewer final : public core::Reviewer {
 public:
  ScriptedReviewer(std::string name, core::ReviewerOutcome outcome)
      : name_(std::move(name)), outcome_(std::move(outcome)) {}
  std::string name() const override { return name_; }
  std::string identity(const core::ReviewOptions&) const override { return "v1"; }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override {
    ++calls;
    evidence = request.evidence;
    for (const auto& issue : outcome_.issues) request.observer->issue_found(issue);
    request.observer->progressed(1, 2);
    request.observer->progressed(2, 2);
    co_return outcome_;
  }
  int calls = 0;
  std::vector<core::Issue> evidence;

 private:
  std::string name_;
  core::ReviewerOutcome outcome_;
};

struct Recorder final : PipelineListener {
  void progressed(int percent, core::Stage) override { percents.push_back(percent); }
  void issue_found(const core::Issue& issue) override { found.push_back(issue); }
  std::vector<int> percents;
  std::vector<core::Issue> found;
};

base::Task<void> run_into(const Pipeline& pipeline, Pipeline::Run run, PipelineResult& result) {
  result = co_await pipeline.run(std::move(run));
}

PipelineResult run(const Pipeline& pipeline, PipelineListener& listener, core::ReviewOptions options = {}) {
  auto input = std::make_shared<core::ReviewInput>();
  input->code = "x\n";
  input->options = std::move(options);
  Pipeline::Run request;
  request.input = input;
  request.listener = &listener;
  PipelineResult result;
  boost::asio::io_context io{1};
  boost::asio::co_spawn(io, run_into(pipeline, std::move(request), result), boost::asio::detached);
  io.run();
  return result;
}

core::ReviewerOutcome outcome_of(std::vector<core::Issue> issues) {
  core::ReviewerOutcome outcome;
  outcome.issues = std::move(issues);
  return outcome;
}

TEST(Pipeline, merges_the_findings_of_all_and_gives_the_first_as_evidence) {
  ScriptedReviewer first{"static", outcome_of({make_issue("static", "SQL injection", 3)})};
  ScriptedReviewer second{
      "llm", outcome_of({make_issue("llm:m", "SQL injection", 3), make_issue("llm:m", "Missing check", 9)})};
  base::ManualClock clock;
  const Pipeline pipeline{{&first, &second}, clock};
  Recorder recorder;
  const auto result = run(pipeline, recorder);
  EXPECT_FALSE(result.failure);
  EXPECT_TRUE(result.cacheable);
  ASSERT_EQ(result.review.issues.size(), 2U);
  EXPECT_EQ(result.review.issues[0].sources, (std::vector<std::string>{"static", "llm:m"}));
  ASSERT_EQ(second.evidence.size(), 1U);
  EXPECT_EQ(second.evidence[0].title, "SQL injection");
  EXPECT_TRUE(result.review.scores);
  EXPECT_EQ(recorder.found.size(), 2U);
}

TEST(Pipeline, live_findings_have_the_ids_of_the_final_ones) {
  ScriptedReviewer only{"static",
                        outcome_of({make_issue("static", "Bad name", 7), make_issue("static", "Bug", 3)})};
  base::ManualClock clock;
  const Pipeline pipeline{{&only}, clock};
  Recorder recorder;
  const auto result = run(pipeline, recorder);
  for (const auto& live : recorder.found) {
    EXPECT_TRUE(std::ranges::any_of(result.review.issues, [&](const auto& issue) {
      return issue.id == live.id && issue.title == live.title;
    }));
  }
}

TEST(Pipeline, progress_never_goes_back) {
  ScriptedReviewer first{"static", {}};
  ScriptedReviewer second{"llm", {}};
  base::ManualClock clock;
  const Pipeline pipeline{{&first, &second}, clock};
  Recorder recorder;
  run(pipeline, recorder);
  EXPECT_TRUE(std::ranges::is_sorted(recorder.percents));
  EXPECT_EQ(recorder.percents.front(), 5);
  EXPECT_EQ(recorder.percents.back(), 90);
}

TEST(Pipeline, a_failed_reviewer_leaves_the_others_findings_but_no_score) {
  ScriptedReviewer first{"static", outcome_of({make_issue("static", "Bug", 3)})};
  core::ReviewerOutcome broken;
  broken.failure = core::ReviewerFailure{"the provider does not answer", true, std::nullopt};
  ScriptedReviewer second{"llm", broken};
  base::ManualClock clock;
  const Pipeline pipeline{{&first, &second}, clock};
  Recorder recorder;
  const auto result = run(pipeline, recorder);
  ASSERT_TRUE(result.failure);
  EXPECT_TRUE(result.failure->retryable);
  EXPECT_FALSE(result.cacheable);
  EXPECT_FALSE(result.review.scores);
  EXPECT_EQ(result.review.issues.size(), 1U);
  ASSERT_EQ(result.review.reviewers.size(), 2U);
  EXPECT_EQ(result.review.reviewers[1].state, core::ReviewerState::failed);
  EXPECT_EQ(result.review.reviewers[1].error, "the provider does not answer");
}

TEST(Pipeline, runs_only_the_chosen_reviewers_and_knows_their_identities) {
  ScriptedReviewer first{"static", {}};
  ScriptedReviewer second{"llm", {}};
  base::ManualClock clock;
  const Pipeline pipeline{{&first, &second}, clock};
  core::ReviewOptions options;
  options.reviewers = {"llm"};
  Recorder recorder;
  run(pipeline, recorder, options);
  EXPECT_EQ(first.calls, 0);
  EXPECT_EQ(second.calls, 1);
  EXPECT_EQ(pipeline.identities(options), (core::ReviewerIdentities{"llm v1"}));
  EXPECT_EQ(pipeline.identities({}), (core::ReviewerIdentities{"static v1", "llm v1"}));
}

TEST(Pipeline, filters_by_least_severity_and_says_so) {
  ScriptedReviewer only{"static", outcome_of({make_issue("static", "Nit", 1, core::Severity::low),
                                              make_issue("static", "Bug", 3)})};
  base::ManualClock clock;
  const Pipeline pipeline{{&only}, clock};
  core::ReviewOptions options;
  options.min_severity = core::Severity::med;
  Recorder recorder;
  const auto result = run(pipeline, recorder, options);
  ASSERT_EQ(result.review.issues.size(), 1U);
  EXPECT_EQ(result.review.issues[0].title, "Bug");
  ASSERT_EQ(result.review.filtered.size(), 1U);
  EXPECT_EQ(result.review.filtered[0].issue.title, "Nit");
  EXPECT_EQ(result.review.filtered[0].reason, core::FilterReason::below_min_severity);
  EXPECT_FALSE(result.review.filtered[0].issue.id.empty());
  ASSERT_EQ(recorder.found.size(), 1U) << "what is not shown at the end is not shown live either";
  ASSERT_EQ(result.review.scores->deductions.size(), 1U);
}

/// Says of every text what it was asked, with one finding in each line.
class LineReviewer final : public core::Reviewer {
 public:
  explicit LineReviewer(std::string fails_on = {}) : fails_on_(std::move(fails_on)) {}
  std::string name() const override { return "static"; }
  std::string identity(const core::ReviewOptions&) const override { return "v1"; }
  base::Task<core::ReviewerOutcome> review(core::ReviewRequest request) override {
    const auto& input = *request.input;
    asked.push_back(input.filename);
    core::ReviewerOutcome outcome;
    if (input.filename == fails_on_) outcome.failure = core::ReviewerFailure{"no answer", true, std::nullopt};
    const auto lines = static_cast<int>(std::ranges::count(input.code, '\n'));
    for (int line = 1; line <= lines && !outcome.failure; ++line) {
      auto issue = make_issue("static", "Bug in line " + std::to_string(line), line);
      issue.path = input.filename;
      request.observer->issue_found(issue);
      outcome.issues.push_back(issue);
    }
    outcome.coverage.ranges = {{"static", input.filename, {1, lines}, core::CoverageState::reviewed, ""}};
    outcome.metrics.emplace().sloc = lines;
    outcome.usage = {1, 10, 1, 0, 0.25};
    if (request.replies != nullptr) co_await request.replies->save(request.job, "0", input.filename);
    co_return outcome;
  }
  std::vector<std::string> asked;

 private:
  std::string fails_on_;
};

class Replies final : public core::ReplyLog {
 public:
  base::Task<base::Result<void>> save(core::JobId, std::string part, std::string reply) override {
    saved[part] = reply;
    co_return base::Result<void>{};
  }
  base::Task<base::Result<std::optional<std::string>>> find(core::JobId, std::string) override {
    co_return std::optional<std::string>{};
  }
  std::map<std::string, std::string> saved;
};

PipelineResult run_files(core::Reviewer& reviewer, std::vector<core::InputFile> files, Recorder& recorder,
                         core::ReplyLog* replies = nullptr) {
  auto input = std::make_shared<core::ReviewInput>();
  input->files = std::move(files);
  base::ManualClock clock;
  const Pipeline pipeline{{&reviewer}, clock};
  Pipeline::Run request;
  request.input = input;
  request.listener = &recorder;
  request.replies = replies;
  PipelineResult result;
  boost::asio::io_context io{1};
  boost::asio::co_spawn(io, run_into(pipeline, std::move(request), result), boost::asio::detached);
  io.run();
  return result;
}

core::InputFile file(std::string path, std::string code) {
  return {std::move(path), core::Language::python, std::move(code), std::nullopt, {}};
}

TEST(Pipeline, every_file_is_reviewed_and_named) {
  LineReviewer reviewer;
  Recorder recorder;
  Replies replies;
  const auto result = run_files(reviewer, {file("b.py", "x\ny\n"), file("a.py", "z\n")}, recorder, &replies);
  EXPECT_EQ(reviewer.asked, (std::vector<std::string>{"b.py", "a.py"}));
  ASSERT_EQ(result.review.issues.size(), 3U);
  EXPECT_EQ(recorder.found.size(), 3U);
  EXPECT_EQ(result.review.coverage.ranges.size(), 2U);
  EXPECT_EQ(result.review.metrics->sloc, 3);
  EXPECT_EQ(result.review.usage.calls, 2);
  EXPECT_EQ(result.review.usage.cost_usd, 0.5);
  EXPECT_EQ(replies.saved, (std::map<std::string, std::string>{{"text0/0", "b.py"}, {"text1/0", "a.py"}}));
  ASSERT_EQ(result.review.files.size(), 2U);
  EXPECT_EQ(result.review.files[0].path, "b.py");
  EXPECT_EQ(result.review.files[0].lines, 2);
  EXPECT_TRUE(result.review.files[0].complete);
  EXPECT_TRUE(std::ranges::is_sorted(recorder.percents));
  EXPECT_TRUE(result.review.scores);
}

TEST(Pipeline, of_a_diff_only_what_touches_it_is_shown) {
  LineReviewer reviewer;
  Recorder recorder;
  auto changed = file("a.py", "1\n2\n3\n");
  changed.changed = std::vector<core::LineRange>{{2, 2}};
  const auto result = run_files(reviewer, {changed}, recorder);
  ASSERT_EQ(result.review.issues.size(), 1U);
  EXPECT_EQ(result.review.issues[0].title, "Bug in line 2");
  ASSERT_EQ(recorder.found.size(), 1U);
  EXPECT_EQ(recorder.found[0].id, result.review.issues[0].id);
  ASSERT_EQ(result.review.filtered.size(), 2U);
  EXPECT_EQ(result.review.filtered[0].reason, core::FilterReason::outside_change);
  EXPECT_EQ(result.review.files[0].changed, changed.changed);
}

TEST(Pipeline, a_failure_in_one_file_keeps_what_others_found_and_says_which_were_left_out) {
  LineReviewer reviewer{"4.py"};
  Recorder recorder;
  std::vector<core::InputFile> files;
  for (int i = 0; i < 9; ++i) files.push_back(file(std::to_string(i) + ".py", "x\n"));
  const auto result = run_files(reviewer, files, recorder);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->reason, "no answer (4.py)");
  EXPECT_TRUE(result.failure->retryable);
  EXPECT_FALSE(result.review.scores);
  EXPECT_LT(reviewer.asked.size(), 9U);
  const auto skipped = std::ranges::count_if(result.review.coverage.ranges, [](const auto& range) {
    return range.state == core::CoverageState::skipped && range.reason == "no answer (4.py)";
  });
  EXPECT_EQ(skipped, 9 - std::ssize(reviewer.asked));
}

TEST(Pipeline, what_a_reviewer_left_out_no_other_brings_back) {
  core::ReviewerOutcome suppressed;
  suppressed.filtered.push_back(
      {core::FilterReason::suppressed, "known", make_issue("static", "SQL injection", 3)});
  ScriptedReviewer first{"static", suppressed};
  ScriptedReviewer second{"llm", outcome_of({make_issue("llm:m", "SQL injection", 3)})};
  base::ManualClock clock;
  const Pipeline pipeline{{&first, &second}, clock};
  Recorder recorder;
  const auto result = run(pipeline, recorder);
  EXPECT_TRUE(result.review.issues.empty());
  ASSERT_EQ(result.review.filtered.size(), 1U);
  EXPECT_EQ(result.review.filtered[0].note, "known");
  EXPECT_FALSE(result.review.filtered[0].issue.fingerprint.empty());
}

TEST(Pipeline, a_model_is_refused_where_nobody_asks_one) {
  ScriptedReviewer analyzer{"static", {}};
  ScriptedReviewer model{"llm", {}};
  base::ManualClock clock;
  core::ReviewOptions options;
  options.model = "gpt-4.1";
  const auto refused = Pipeline{{&analyzer}, clock}.check(options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "options.model");
  EXPECT_TRUE((Pipeline{{&analyzer, &model}, clock}.check(options)));
  EXPECT_TRUE((Pipeline{{&analyzer}, clock}.check({})));
}

TEST(Pipeline, code_that_nobody_looked_at_gets_no_score) {
  core::ReviewerOutcome passed_over;
  passed_over.coverage.ranges = {{"static", "", {1, 1}, core::CoverageState::skipped, "too large"}};
  ScriptedReviewer only{"static", passed_over};
  base::ManualClock clock;
  const Pipeline pipeline{{&only}, clock};
  Recorder recorder;
  const auto result = run(pipeline, recorder);
  EXPECT_FALSE(result.failure);
  EXPECT_FALSE(result.review.scores);
  EXPECT_EQ(result.review.summary, "Nothing was reviewed; the coverage says why.");
}

TEST(Pipeline, an_unknown_price_makes_the_sum_unknown) {
  core::ReviewerOutcome priced;
  priced.usage = {1, 10, 5, 0, 0.5};
  core::ReviewerOutcome unpriced;
  unpriced.usage = {2, 10, 5, 0, std::nullopt};
  ScriptedReviewer first{"a", priced};
  ScriptedReviewer second{"b", unpriced};
  base::ManualClock clock;
  const Pipeline pipeline{{&first, &second}, clock};
  Recorder recorder;
  const auto result = run(pipeline, recorder);
  EXPECT_EQ(result.review.usage.calls, 3);
  EXPECT_FALSE(result.review.usage.cost_usd);
}

}  // namespace
}  // namespace assay::review
