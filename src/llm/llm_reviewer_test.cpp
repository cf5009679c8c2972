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
  bench.io.restart();
  bench.io.run_for(kPatience);
  EXPECT_TRUE(bench.io.stopped()) << "nothing is left to wait for";
  expect_clean_review(bench.review());
  EXPECT_EQ(bench.provider->log().all()[1].connection, bench.provider->log().all()[0].connection);
}

TEST(LlmReviewer, WholeReplies) {
  Bench bench;
  bench.config.models[0].stream = false;
  expect_clean_review(bench.review());
}

// As a local model needs for a large prompt: nothing comes until all of the answer is written.
TEST(LlmReviewer, AWholeReplyHasTheWholeTimeOfACall) {
  fakes::FakeOptions options;
  options.latency = 300ms;
  Bench bench(options);
  bench.config.models[0].stream = false;
  bench.config.stall = 1ms;
  expect_clean_review(bench.review());
  EXPECT_EQ(bench.calls(), 1U);
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
  bench.first_call_stalls = GetParam().starts_with("stall");
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
  EXPECT_TRUE(bench.provider->log().wait_for(
      [](const auto& log) { return log[0].outcome == Outcome::aborted; }, kPatience));
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
      bench.provider->log().wait_for([](const auto& log) { return !log.empty(); }, kPatience);
      bench.stop.request_stop();
    });
    const auto outcome = bench.review();
    ASSERT_TRUE(outcome.failure);
    EXPECT_THAT(outcome.failure->reason, HasSubstr("cancelled"));
    EXPECT_TRUE(outcome.failure->retryable);
    EXPECT_TRUE(bench.provider->log().wait_for(
        [](const auto& log) { return log[0].outcome == Outcome::aborted; }, kPatience))
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
        [](const auto& log) { return !log.empty() && log[0].outcome == Outcome::completed; }, kPatience);
    bench.stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(bench.review().failure);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 50s) << "not the whole back-off";
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
