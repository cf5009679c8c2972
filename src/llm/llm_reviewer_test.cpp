// The reviewer against the fake provider over loopback.
#include "llm/llm_reviewer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include <thread>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using Bench = ReviewBench;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Outcome = fakes::LoggedRequest::Outcome;

TEST(LlmReviewer, CleanReview) {
  Bench bench;
  const auto outcome = bench.review();
  expect_clean_review(outcome);
  EXPECT_THAT(outcome.coercions, IsEmpty());
  EXPECT_EQ(bench.observer.issues, outcome.issues);
  EXPECT_THAT(bench.observer.steps, testing::ElementsAre(std::pair{1, 1}));
  EXPECT_EQ(outcome.model, "gpt-4.1-mini");
  EXPECT_FALSE(outcome.prompt_version.empty());
  EXPECT_TRUE(outcome.cacheable);
  EXPECT_EQ(outcome.usage.calls, 1);
  EXPECT_GT(outcome.usage.input_tokens, 500);
  EXPECT_GT(outcome.usage.output_tokens, 100);
  EXPECT_TRUE(outcome.usage.cost_usd);
  ASSERT_EQ(outcome.egress.size(), 1U);
  EXPECT_EQ(outcome.egress[0].to, bench.provider->origin());
  EXPECT_EQ(outcome.egress[0].bytes, static_cast<std::int64_t>(bench.provider->log().all()[0].body_bytes));
  ASSERT_EQ(outcome.coverage.ranges.size(), 1U);
  EXPECT_EQ(outcome.coverage.ranges[0].lines, (core::LineRange{1, 9}));
  EXPECT_EQ(outcome.coverage.ranges[0].state, core::CoverageState::reviewed);
}

TEST(LlmReviewer, SameCodeSameReviewAndOneConnection) {
  Bench bench;
  const auto first = bench.review();
  const auto second = bench.review();
  EXPECT_EQ(first.issues, second.issues);
  const auto log = bench.provider->log().all();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].connection, log[1].connection);
}

TEST(LlmReviewer, AnIdleReviewerKeepsNothingRunning) {
  Bench bench;
  expect_clean_review(bench.review());
  const auto start = std::chrono::steady_clock::now();
  bench.io.restart();
  bench.io.run_for(20s);
  EXPECT_TRUE(bench.io.stopped());
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  expect_clean_review(bench.review());
  EXPECT_EQ(bench.provider->log().all()[1].connection, bench.provider->log().all()[0].connection);
}

TEST(LlmReviewer, WholeReplies) {
  Bench bench;
  bench.config.models[0].stream = false;
  expect_clean_review(bench.review());
}

// Each of these must end as the clean reply does, in one call.
class Survives : public testing::TestWithParam<std::string> {};
TEST_P(Survives, GivesTheCleanReview) {
  Bench bench;
  bench.provider->script({GetParam().c_str()});
  const auto outcome = bench.review();
  expect_clean_review(outcome);
  EXPECT_EQ(bench.calls(), 1U);
}
INSTANTIATE_TEST_SUITE_P(Faults, Survives,
                         testing::Values("split:bytes=1", "split:bytes=7", "crlf", "comments", "multi-line",
                                         "drip:bytes=200,ms=1", "no-done", "fenced", "fence4", "fence-open",
                                         "prose", "think", "two-objects", "bom", "trailing-comma",
                                         "single-quotes", "json-comments", "raw-newlines", "double-encoded",
                                         "wrapper", "schema-echo", "extra-keys", "line-texts", "wrong-lines",
                                         "reversed-lines", "far-lines", "loose-quotes", "duplicates",
                                         "synonyms", "confidence-texts", "invalid-utf8", "nul"),
                         [](const auto& test) {
                           std::string name;
                           for (const char c : std::string_view(test.param))
                             name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
                           return name;
                         });

// These cost a second call and then end well.
class Recovers : public testing::TestWithParam<std::string> {};
TEST_P(Recovers, OnTheSecondCall) {
  Bench bench;
  bench.config.stall = 300ms;
  bench.provider->script({GetParam().c_str()});
  const auto outcome = bench.review();
  expect_clean_review(outcome);
  EXPECT_EQ(bench.calls(), 2U);
  EXPECT_EQ(outcome.usage.calls, 2);
  // What was shown is in the outcome, once.
  EXPECT_EQ(bench.observer.issues.size(), 5U);
}
INSTANTIATE_TEST_SUITE_P(Faults, Recovers,
                         testing::Values("status:status=500", "status:status=503,body=html",
                                         "status:status=529,body=empty",
                                         "status:status=429,retry-after-ms=20", "status:status=408",
                                         "status:status=409", "refuse", "stall-headers", "stall-body:at=600",
                                         "cut:at=900", "cut:at=900,how=reset", "mid-error:at=2000",
                                         "no-finish", "empty", "garbage", "cut-json", "blank", "loop",
                                         "length"),
                         [](const auto& test) {
                           std::string name;
                           for (const char c : std::string_view(test.param))
                             name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
                           return name;
                         });

struct FinalCase {
  const char* fault;
  std::size_t calls;
  bool retryable;
  const char* reason;
};
void PrintTo(const FinalCase& c, std::ostream* out) { *out << c.fault; }
class Fails : public testing::TestWithParam<FinalCase> {};
TEST_P(Fails, WithAClearReason) {
  Bench bench;
  bench.config.stall = 200ms;
  bench.provider->script({GetParam().fault, GetParam().fault, GetParam().fault, GetParam().fault});
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(bench.calls(), GetParam().calls) << outcome.failure->reason;
  EXPECT_EQ(outcome.failure->retryable, GetParam().retryable) << outcome.failure->reason;
  EXPECT_THAT(outcome.failure->reason, HasSubstr(GetParam().reason));
  EXPECT_THAT(outcome.failure->reason, Not(HasSubstr(bench.config.providers[0].api_key)));
  EXPECT_FALSE(outcome.cacheable);
  EXPECT_EQ(outcome.coverage.ranges[0].state, core::CoverageState::skipped);
  EXPECT_LE(bench.calls(), static_cast<std::size_t>(bench.config.max_calls_per_part));
}
INSTANTIATE_TEST_SUITE_P(
    Faults, Fails,
    testing::Values(FinalCase{"status:status=401,message=bad key sk-test-key-0123456789", 1, false,
                              "does not accept the key"},
                    FinalCase{"status:status=403", 1, false, "does not accept the key"},
                    FinalCase{"status:status=404,message=no such model", 1, false, "no such model"},
                    FinalCase{"status:status=400,message=context is too long", 1, false,
                              "context is too long"},
                    FinalCase{"status:status=402", 1, false, "credit"},
                    FinalCase{"status:status=429,code=insufficient_quota,retry-after=1", 1, false, "quota"},
                    FinalCase{"status:status=500,should-retry=false", 1, false, "(500)"},
                    FinalCase{"status:status=500,retry-after-ms=1", 3, true, "(500)"},
                    FinalCase{"status:status=429,retry-after=60", 1, true, "slow down"},
                    FinalCase{"status:status=429,retry-after=9999", 1, true, "slow down"},
                    FinalCase{"redirect", 1, false, "redirect"},
                    FinalCase{"html", 1, false, "check the base URL"},
                    FinalCase{"refusal", 1, false, "refused to review"},
                    FinalCase{"content-filter", 1, false, "content filter"},
                    FinalCase{"garbage", 2, false, "holds no review"},
                    FinalCase{"cut-json", 2, false, "ends in the middle"},
                    FinalCase{"mid-error:at=300,code=insufficient_quota", 1, false, "broke its answer off"}),
    [](const auto& test) {
      std::string name = std::to_string(test.index) + "_";
      for (const char c : std::string_view(test.param.fault).substr(0, 30))
        name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
      return name;
    });

TEST(LlmReviewer, AnswersThatAreCutOffHalveThePart) {
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

TEST(LlmReviewer, AnAnswerThatIsAlwaysCutOffFailsClearly) {
  Bench bench;
  bench.provider->script({"length", "length", "length"});
  const auto outcome = bench.review("eval(x)\n");
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("cut off at the limit of 16384 tokens"));
  EXPECT_EQ(bench.calls(), 2U);
}

TEST(LlmReviewer, SamplesAreMergedWithTheirAgreement) {
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

TEST(LlmReviewer, EvidenceIsJudged) {
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

TEST(LlmReviewer, TheSecondPassDropsWhatItDoesNotConfirmAndSaysWhy) {
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
  EXPECT_EQ(outcome.filtered[0].reason, core::FilterReason::below_min_confidence);
  EXPECT_EQ(outcome.filtered[0].note, "the second pass did not confirm it: The value is a constant.");
  EXPECT_EQ(outcome.filtered[0].issue.confidence, 0);
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("said nothing on 3 of 5 findings")));
  EXPECT_EQ(outcome.usage.calls, 2);
}

TEST(LlmReviewer, ASecondPassThatFailsDropsNothing) {
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

TEST(LlmReviewer, OfAChangeOnlyThePartsItTouchesAreSent) {
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

TEST(LlmReviewer, WithoutAKeyTheProviderSaysSo) {
  Bench bench;
  bench.config.providers[0].api_key.clear();
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("does not accept the key"));
}

TEST(LlmReviewer, LongRetryAfterIsHandedBack) {
  Bench bench;
  bench.provider->script({"status:status=429,retry-after=60"});
  EXPECT_EQ(bench.review().failure->retry_after, base::Micros{60s});
}

TEST(LlmReviewer, HugeRepliesAreCutOff) {
  Bench bench;
  bench.config.max_reply_bytes = 1 << 20;
  bench.provider->script({"huge:bytes=50000000"});
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("larger than permitted"));
  EXPECT_TRUE(
      bench.provider->log().wait_for([](const auto& log) { return log[0].outcome == Outcome::aborted; }, 5s));
}

TEST(LlmReviewer, DeepJsonIsHarmless) {
  Bench bench;
  bench.provider->script({"deep:depth=10000", "deep:depth=10000", "deep:depth=10000"});
  EXPECT_TRUE(bench.review().failure);
}

TEST(LlmReviewer, CancelFromAnotherThreadClosesTheConnection) {
  for (const char* fault : {"stall-headers", "stall-body:at=600"}) {
    Bench bench;
    bench.provider->script({fault});
    std::jthread canceller([&] {
      bench.provider->log().wait_for([](const auto& log) { return !log.empty(); }, 5s);
      bench.stop.request_stop();
    });
    const auto outcome = bench.review();
    ASSERT_TRUE(outcome.failure);
    EXPECT_THAT(outcome.failure->reason, HasSubstr("cancelled"));
    EXPECT_TRUE(outcome.failure->retryable);
    EXPECT_TRUE(bench.provider->log().wait_for(
        [](const auto& log) { return log[0].outcome == Outcome::aborted; }, 5s))
        << fault;
    EXPECT_EQ(bench.calls(), 1U);
  }
}

TEST(LlmReviewer, CancelDuringABackOffEndsIt) {
  Bench bench;
  bench.config.longest_wait = 60s;
  bench.provider->script({"status:status=429,retry-after=50"});
  std::jthread canceller([&] {
    bench.provider->log().wait_for(
        [](const auto& log) { return !log.empty() && log[0].outcome == Outcome::completed; }, 5s);
    bench.stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(bench.review().failure);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
}

TEST(LlmReviewer, StopBeforeTheStartSendsNothing) {
  Bench bench;
  bench.stop.request_stop();
  const auto outcome = bench.review();
  EXPECT_TRUE(outcome.failure);
  EXPECT_EQ(bench.calls(), 0U);
  EXPECT_THAT(outcome.egress, IsEmpty());
}

TEST(LlmReviewer, DeadlineEndsADripThatNeverStalls) {
  Bench bench;
  bench.config.deadline = 300ms;
  bench.config.max_calls_per_part = 1;
  bench.provider->script({"drip:bytes=1,ms=20"});
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("within the time"));
}

TEST(LlmReviewer, IssuesArriveWhileTheAnswerIsStillBeingWritten) {
  Bench bench;
  // The rest never comes; two issues are complete by then.
  bench.provider->script({"stall-body:at=16000"});
  bench.observer.on_issue = [&] {
    if (bench.observer.issues.size() == 2) bench.stop.request_stop();
  };
  const auto outcome = bench.review();
  EXPECT_TRUE(outcome.failure);
  EXPECT_GE(bench.observer.issues.size(), 2U);
  EXPECT_EQ(outcome.issues.size(), bench.observer.issues.size());
}

TEST(LlmReviewer, NobodyListens) {
  Bench bench;
  bench.provider.reset();
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("Can't reach http://127.0.0.1"));
  EXPECT_THAT(outcome.egress, IsEmpty());
}

TEST(LlmReviewer, RawReplyIsKeptBeforeItIsReadAndUsedWithoutACall) {
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

TEST(LlmReviewer, SecretsNeverLeave) {
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

TEST(LlmReviewer, InvisibleCharactersAreRemovedAndReported) {
  Bench bench;
  const auto outcome = bench.review("x = 1\neval(\u202e\"a\")\u200b\n");
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("line 2: 1 bidi")));
  ASSERT_EQ(outcome.issues.size(), 1U);
  EXPECT_EQ(outcome.issues[0].lines, (core::LineRange{2, 2}));
}

TEST(LlmReviewer, LargeCodeIsSentInPartsAndNothingIsDroppedSilently) {
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

TEST(LlmReviewer, OneFailedPartFailsTheReviewAndKeepsWhatWasFound) {
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

TEST(LlmReviewer, BlankCodeCostsNothing) {
  Bench bench;
  const auto outcome = bench.review("\n  \n");
  EXPECT_FALSE(outcome.failure);
  EXPECT_EQ(bench.calls(), 0U);
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("no code")));
}

TEST(LlmReviewer, IdentityChangesWithWhatChangesTheAnswer) {
  Bench bench;
  const auto identity = [&](const LlmConfig& config) {
    return LlmReviewer::create(config, bench.io.get_executor(), bench.clock, bench.random)
        .value()
        ->identity({});
  };
  const auto before = identity(bench.config);
  auto changed = bench.config;
  changed.models[0].id = "other";
  EXPECT_NE(identity(changed), before);
  changed = bench.config;
  changed.max_issues = 3;
  EXPECT_NE(identity(changed), before);
  changed = bench.config;
  changed.providers[0].api_key = "another-key";
  EXPECT_EQ(identity(changed), before);
}

TEST(LlmReviewer, BadConfigurationsAreNamed) {
  Bench bench;
  const auto field = [&](auto edit) {
    auto config = bench.config;
    edit(config);
    const auto made = LlmReviewer::create(config, bench.io.get_executor(), bench.clock, bench.random);
    return made ? std::string("none") : made.error().field;
  };
  EXPECT_EQ(field([](LlmConfig& c) { c.providers[0].base_url = "http://169.254.169.254/v1"; }), "base_url");
  EXPECT_EQ(field([](LlmConfig& c) { c.models[0].id = ""; }), "model");
  EXPECT_EQ(field([](LlmConfig& c) { c.providers[0].api_key = "a\r\nX: y"; }), "api_key");
}

}  // namespace
}  // namespace assay::llm
