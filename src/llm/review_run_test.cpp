// What one review does with its code, over the fake provider: parts, samples, evidence, the second pass, what
// is kept and what leaves.
#include "llm/review_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using Bench = ReviewBench;
using testing::HasSubstr;
using testing::Not;

TEST(ReviewRun, AnswersThatAreCutOffHalveThePart) {
  Bench bench;
  bench.provider->script({"length", "length"});
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure) << outcome.failure->reason;
  EXPECT_EQ(outcome.issues.size(), 5U);
  EXPECT_EQ(bench.calls(), 4U);
  ASSERT_EQ(outcome.coverage.ranges.size(), 2U);
  EXPECT_EQ(outcome.coverage.ranges[0].lines.end + 1, outcome.coverage.ranges[1].lines.start);
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("reviewed in two parts")));
}

TEST(ReviewRun, AnAnswerThatIsAlwaysCutOffFailsClearly) {
  Bench bench;
  bench.provider->script({"length", "length", "length"});
  const auto outcome = bench.review("eval(x)\n");
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("cut off at the limit of 16384 tokens"));
  EXPECT_EQ(bench.calls(), 2U);
}

TEST(ReviewRun, SamplesAreMergedWithTheirAgreement) {
  Bench bench;
  bench.options.samples = 3;
  bench.config.parallel_parts = 1;
  bench.provider->script({"clean", "no-issues", "duplicates"});
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure) << outcome.failure->reason;
  EXPECT_EQ(bench.calls(), 3U);
  ASSERT_EQ(outcome.issues.size(), 5U);
  for (const auto& issue : outcome.issues)
    EXPECT_DOUBLE_EQ(issue.agreement.value_or(0), 2.0 / 3) << issue.title;
  EXPECT_THAT(bench.provider->log().all()[0].body, HasSubstr("\"temperature\":0.7"));
  ASSERT_EQ(outcome.coverage.ranges.size(), 1U);
}

TEST(ReviewRun, EvidenceIsJudged) {
  fakes::FakeOptions fake;
  fake.fixed_content =
      R"({"issues":[],"evidence":[{"id":"E1","verdict":"rejected","reason":"It is a constant."},)"
      R"({"id":"E9","verdict":"rejected","reason":""}],"advice":[],"summary":""})";
  Bench bench(fake);
  core::Issue known;
  known.title = "Shell command";
  known.lines = core::LineRange{7, 7};
  known.fingerprint = "f1";
  bench.evidence = {known};
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure);
  EXPECT_THAT(bench.provider->log().all()[0].body, HasSubstr("E1: line 7, low: Shell command"));
  ASSERT_EQ(outcome.verdicts.size(), 1U);
  EXPECT_EQ(outcome.verdicts[0],
            (core::EvidenceVerdict{"f1", false, "It is a constant.", "llm:gpt-4.1-mini"}));
}

fakes::Fault says(std::string content) {
  fakes::Fault fault;
  fault.kind = "says";
  fault.parameters["content"] = std::move(content);
  return fault;
}

TEST(ReviewRun, TheSecondPassDropsWhatItDoesNotConfirmAndSaysWhy) {
  Bench bench;
  bench.config.verify = true;
  bench.provider->script(fakes::Script{
      {fakes::Fault{}, says(R"({"verdicts":[{"id":"F1","reason":"Reachable.","confirmed":true},)"
                            R"({"id":"F2","reason":"The value is a constant.","confirmed":false}]})")},
      false});
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure) << outcome.failure->reason;
  EXPECT_EQ(bench.calls(), 2U);
  EXPECT_THAT(bench.provider->log().all()[1].body, HasSubstr("F5: lines "));
  EXPECT_EQ(outcome.issues.size(), 4U);
  ASSERT_EQ(outcome.filtered.size(), 1U);
  EXPECT_EQ(outcome.filtered[0].reason, core::FilterReason::not_confirmed);
  EXPECT_EQ(outcome.filtered[0].note, "The value is a constant.");
  EXPECT_GT(outcome.filtered[0].issue.confidence, 0) << "what its finder said stays";
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("said nothing on 3 of 5 findings")));
  EXPECT_EQ(outcome.usage.calls, 2);
}

TEST(ReviewRun, ASecondPassThatFailsDropsNothing) {
  for (const char* fault : {"garbage", "length", "status:status=400,message=no", "refusal"}) {
    Bench bench;
    bench.config.verify = true;
    bench.provider->script({"clean", fault});
    const auto outcome = bench.review();
    ASSERT_FALSE(outcome.failure) << fault;
    EXPECT_EQ(outcome.issues.size(), 5U) << fault;
    EXPECT_TRUE(outcome.filtered.empty());
    EXPECT_FALSE(outcome.cacheable);
    EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("the second pass"))) << fault;
  }
}

TEST(ReviewRun, OfAChangeOnlyThePartsItTouchesAreSent) {
  Bench bench;
  bench.config.input_token_budget = 300;
  bench.changed = std::vector<core::LineRange>{{60, 60}};
  std::string code = "eval(x)\n";
  for (int i = 0; i < 100; ++i) code += "value = " + std::to_string(i) + "\n";
  const auto outcome = bench.review(code);
  ASSERT_FALSE(outcome.failure);
  EXPECT_EQ(bench.calls(), 1U);
  EXPECT_THAT(bench.provider->log().all()[0].body, HasSubstr("Changed lines: 60."));
  int next = 1;
  int reviewed = 0;
  for (const auto& range : outcome.coverage.ranges) {
    EXPECT_EQ(range.lines.start, next);
    next = range.lines.end + 1;
    const bool sent = range.state == core::CoverageState::reviewed;
    reviewed += sent ? 1 : 0;
    EXPECT_EQ(sent, range.lines.start <= 60 && 60 <= range.lines.end);
    EXPECT_EQ(range.reason, sent ? "" : "the change does not touch it");
  }
  EXPECT_EQ(reviewed, 1);
  EXPECT_EQ(next, 102);
}

TEST(ReviewRun, RawReplyIsKeptBeforeItIsReadAndUsedWithoutACall) {
  Bench bench;
  MemoryReplies replies;
  bench.replies = &replies;
  bench.job = core::JobId{"job-1"};
  const auto first = bench.review();
  EXPECT_EQ(replies.saves, 1);
  const auto again = bench.review();
  EXPECT_EQ(bench.calls(), 1U);
  EXPECT_EQ(again.issues, first.issues);
  EXPECT_EQ(again.usage, first.usage);
  EXPECT_EQ(again.egress, first.egress);
  // An unreadable one costs one re-ask.
  bench.provider->script({"garbage", "garbage"});
  bench.job = core::JobId{"job-2"};
  replies.replies.clear();
  EXPECT_TRUE(bench.review().failure);
  EXPECT_THAT(replies.replies.begin()->second, HasSubstr("I looked at the code"));
}

TEST(ReviewRun, SecretsNeverLeave) {
  Bench bench;
  const std::string secret = std::string("AKIA") + "Q3EGRZ7XJ5WTN2KM";
  const auto outcome = bench.review("import os\nkey = '" + secret + "'\nos.system(key)\n");
  ASSERT_FALSE(outcome.failure);
  EXPECT_THAT(bench.provider->log().all()[0].body, Not(HasSubstr(secret)));
  EXPECT_THAT(bench.provider->log().all()[0].body, HasSubstr("REDACTED"));
  ASSERT_EQ(outcome.egress[0].redactions.size(), 1U);
  EXPECT_EQ(outcome.egress[0].redactions[0], (core::Redaction{"aws-access-key", 2}));
  for (const auto& issue : outcome.issues) EXPECT_THAT(issue.quote, Not(HasSubstr(secret)));
}

TEST(ReviewRun, InvisibleCharactersAreRemovedAndReported) {
  Bench bench;
  const auto outcome = bench.review("x = 1\neval(\u202e\"a\")\u200b\n");
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("line 2: 1 bidi")));
  ASSERT_EQ(outcome.issues.size(), 1U);
  EXPECT_EQ(outcome.issues[0].lines, (core::LineRange{2, 2}));
}

TEST(ReviewRun, LargeCodeIsSentInPartsAndNothingIsDroppedSilently) {
  Bench bench;
  bench.config.input_token_budget = 1'000;
  bench.config.max_parts = 6;
  std::string code;
  for (int i = 0; i < 1'200; ++i)
    code += i % 10 == 0 ? "\ndef f" + std::to_string(i) + "():\n" : "    a = " + std::to_string(i) + "\n";
  code += "eval(x)\n";
  const auto outcome = bench.review(code);
  ASSERT_FALSE(outcome.failure);
  EXPECT_EQ(bench.calls(), 6U);
  EXPECT_EQ(bench.observer.steps.back(), (std::pair{6, 6}));
  EXPECT_FALSE(outcome.cacheable);
  int next = 1;
  bool skipped = false;
  for (const auto& range : outcome.coverage.ranges) {
    EXPECT_EQ(range.lines.start, next);
    next = range.lines.end + 1;
    skipped = skipped || range.state == core::CoverageState::skipped;
  }
  EXPECT_TRUE(skipped);
  EXPECT_EQ(next - 1, static_cast<int>(std::count(code.begin(), code.end(), '\n')));
}

TEST(ReviewRun, OneFailedPartFailsTheReviewAndKeepsWhatWasFound) {
  Bench bench;
  bench.config.input_token_budget = 300;
  bench.config.parallel_parts = 1;
  bench.provider->script({"clean", "status:status=401"});
  std::string code = "eval(x)\n";
  for (int i = 0; i < 100; ++i) code += "value = " + std::to_string(i) + "\n";
  const auto outcome = bench.review(code);
  ASSERT_TRUE(outcome.failure);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("(lines "));
  EXPECT_EQ(bench.calls(), 2U);
  EXPECT_EQ(outcome.issues.size(), 1U);
  EXPECT_EQ(outcome.coverage.ranges[0].state, core::CoverageState::reviewed);
  EXPECT_EQ(outcome.coverage.ranges[1].state, core::CoverageState::skipped);
}

TEST(ReviewRun, BlankCodeCostsNothing) {
  Bench bench;
  const auto outcome = bench.review("\n  \n");
  EXPECT_FALSE(outcome.failure);
  EXPECT_EQ(bench.calls(), 0U);
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("no code")));
}

}  // namespace
}  // namespace assay::llm
