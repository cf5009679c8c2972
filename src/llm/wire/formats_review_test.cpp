// Whole reviews in each wire format, with the faults of transport and stream that each of them has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const char* model_of(ApiFormat format) {
  switch (format) {
    case ApiFormat::anthropic:
      return "claude-sonnet-4-5";
    case ApiFormat::gemini:
      return "gemini-2.5-flash";
    default:
      return "gpt-4.1-mini";
  }
}

struct FormatBench : ReviewBench {
  explicit FormatBench(ApiFormat format, fakes::FakeOptions fake = {}) : ReviewBench(std::move(fake)) {
    config.providers[0].format = format;
    if (format == ApiFormat::anthropic) config.providers[0].base_url = provider->origin();
    if (format == ApiFormat::gemini) config.providers[0].base_url = provider->origin() + "/v1beta";
    config.models[0].id = model_of(format);
  }
};

std::string word(std::string_view text) {
  std::string name;
  for (const char c : text) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

class Formats : public testing::TestWithParam<ApiFormat> {
 protected:
  void expect_clean(const core::ReviewerOutcome& outcome) {
    expect_clean_review(outcome, model_of(GetParam()));
  }
};

TEST_P(Formats, StreamedAndWhole) {
  for (const bool stream : {true, false}) {
    FormatBench bench(GetParam());
    bench.config.models[0].stream = stream;
    const auto outcome = bench.review();
    expect_clean(outcome);
    EXPECT_EQ(bench.calls(), 1U);
    EXPECT_GT(outcome.usage.input_tokens, 500);
    EXPECT_GT(outcome.usage.output_tokens, 100);
    EXPECT_TRUE(outcome.usage.cost_usd);
    EXPECT_EQ(bench.provider->log().all()[0].stream, stream);
  }
}

TEST_P(Formats, SurvivesWhatStreamsMayLookLike) {
  for (const char* fault :
       {"split:bytes=1", "split:bytes=7", "crlf", "comments", "multi-line", "no-done", "gzip"}) {
    FormatBench bench(GetParam());
    bench.provider->script({fault});
    expect_clean(bench.review());
    EXPECT_EQ(bench.calls(), 1U) << fault;
  }
}

TEST_P(Formats, ASecondCallMendsWhatBroke) {
  for (const char* fault :
       {"status:status=500", "status:status=529", "status:status=429,retry-after-ms=20", "refuse",
        "stall-headers", "stall-body:at=600", "cut:at=900", "cut:at=900,how=reset", "mid-error:at=2000",
        "no-finish", "empty", "wrong-length"}) {
    FormatBench bench(GetParam());
    bench.config.models[0].stream = std::string_view(fault) != "wrong-length";
    bench.first_call_stalls = std::string_view(fault).starts_with("stall");
    bench.provider->script({fault});
    const auto outcome = bench.review();
    expect_clean(outcome);
    EXPECT_EQ(bench.calls(), 2U) << fault;
  }
}

TEST_P(Formats, WhatIsFinalIsNotAskedAgain) {
  struct Case {
    const char* fault;
    const char* reason;
  };
  for (const auto& [fault, reason] :
       {Case{"status:status=401,message=bad key sk-test-key-0123456789", "does not accept the key"},
        Case{"status:status=402", "credit"}, Case{"status:status=404", "neither this model"},
        Case{"refusal", "re"}, Case{"content-filter", "re"}, Case{"html", "check the base URL"},
        Case{"redirect", "redirect"}}) {
    FormatBench bench(GetParam());
    bench.provider->script({fault, fault, fault});
    const auto outcome = bench.review();
    ASSERT_TRUE(outcome.failure) << fault;
    EXPECT_FALSE(outcome.failure->retryable) << fault << ": " << outcome.failure->reason;
    EXPECT_THAT(outcome.failure->reason, HasSubstr(reason)) << fault;
    EXPECT_THAT(outcome.failure->reason, Not(HasSubstr("sk-test-key")));
    EXPECT_EQ(bench.calls(), 1U) << fault;
  }
}

TEST_P(Formats, ALimitIsRaisedOnce) {
  FormatBench bench(GetParam());
  bench.provider->script({"length"});
  expect_clean(bench.review());
  EXPECT_EQ(bench.calls(), 2U);
}

TEST_P(Formats, TheLadderIsClimbedDownAndRemembered) {
  for (const auto& [support, calls] :
       {std::pair{fakes::SchemaSupport::json_object, 2U}, std::pair{fakes::SchemaSupport::none, 3U}}) {
    fakes::FakeOptions options;
    options.schema = support;
    FormatBench bench(GetParam(), options);
    expect_clean(bench.review());
    EXPECT_EQ(bench.calls(), calls);
    expect_clean(bench.review());
    EXPECT_EQ(bench.calls(), calls + 1);
  }
}

TEST_P(Formats, WithoutOrWithAWrongKey) {
  for (const char* key : {"", "another"}) {
    fakes::FakeOptions options;
    options.expected_key = "the-key";
    FormatBench bench(GetParam(), options);
    bench.config.providers[0].api_key = key;
    const auto outcome = bench.review();
    ASSERT_TRUE(outcome.failure);
    EXPECT_THAT(outcome.failure->reason, HasSubstr("does not accept the key"));
    EXPECT_FALSE(outcome.failure->retryable);
    EXPECT_EQ(bench.calls(), 1U);
  }
}

TEST_P(Formats, UsageThatIsNotToldIsNotKnown) {
  FormatBench bench(GetParam());
  bench.provider->script({"no-usage"});
  const auto outcome = bench.review();
  expect_clean(outcome);
  EXPECT_FALSE(outcome.usage.cost_usd);
}

INSTANTIATE_TEST_SUITE_P(All, Formats,
                         testing::Values(ApiFormat::openai_chat, ApiFormat::openai_responses,
                                         ApiFormat::anthropic, ApiFormat::gemini),
                         [](const auto& test) { return word(to_string(test.param)); });

TEST(AnthropicReview, NewerModelsGetNoTemperature) {
  FormatBench bench(ApiFormat::anthropic);
  bench.config.models[0].id = "claude-opus-5";
  const auto outcome = bench.review();
  expect_clean_review(outcome, "claude-opus-5");
  EXPECT_EQ(bench.calls(), 2U);
  EXPECT_THAT(bench.provider->log().all()[1].body, Not(HasSubstr("temperature")));
}

}  // namespace
}  // namespace assay::llm
