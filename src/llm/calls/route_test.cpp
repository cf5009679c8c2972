// Which models are asked, how often, and what of them is remembered: the reviewer against fake providers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using Bench = ReviewBench;
using testing::HasSubstr;
using testing::Not;

TEST(Route, WhatTheOperatorSaysOfAModelIsNotTriedOtherwise) {
  Bench bench;
  bench.config.models[0].schema = SchemaMode::json_object;
  bench.config.models[0].new_token_limit = false;
  bench.config.models[0].stream_usage = false;
  const auto outcome = bench.review();
  expect_clean_review(outcome);
  const auto body = bench.provider->log().all().at(0).body;
  EXPECT_THAT(body, HasSubstr("\"response_format\":{\"type\":\"json_object\"}"));
  EXPECT_THAT(body, HasSubstr("\"max_tokens\":"));
  EXPECT_THAT(body, Not(HasSubstr("max_completion_tokens")));
  EXPECT_THAT(body, Not(HasSubstr("stream_options")));
  EXPECT_FALSE(outcome.usage.cost_usd);  // nothing told what was used

  fakes::FakeOptions less;
  less.schema = fakes::SchemaSupport::json_object;
  Bench fixed(less);
  fixed.config.models[0].schema = SchemaMode::strict;
  const auto refused = fixed.review();
  ASSERT_TRUE(refused.failure);
  EXPECT_THAT(refused.failure->reason, HasSubstr("response_format"));
  EXPECT_FALSE(refused.failure->retryable);
  EXPECT_EQ(fixed.calls(), 1U);
}

TEST(Route, NeverMoreCallsAtOnceThanPermitted) {
  fakes::FakeOptions options;
  options.latency = 20ms;
  Bench bench(options);
  bench.config.input_token_budget = 300;
  bench.config.parallel_parts = 8;
  bench.config.max_calls_at_once = 2;
  std::string code;
  for (int i = 0; i < 300; ++i) code += "value = " + std::to_string(i) + "\n";
  const auto outcome = bench.review(code);
  ASSERT_FALSE(outcome.failure);
  EXPECT_GT(bench.calls(), 6U);
  // A call beyond the bound would need a connection of its own.
  std::set<std::uint64_t> connections;
  for (const auto& call : bench.provider->log().all()) connections.insert(call.connection);
  EXPECT_EQ(connections.size(), 2U);
}

TEST(Route, AFallbackAnswersForAModelThatIsAway) {
  Bench bench;
  bench.config.models.push_back(model_at("openai", "gpt-4o"));
  bench.config.order = {"gpt-4.1-mini", "gpt-4o"};
  bench.provider->script({"status:status=503", "status:status=503"});
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure) << outcome.failure->reason;
  EXPECT_EQ(bench.calls(), 3U);
  EXPECT_EQ(bench.provider->log().all()[2].model, "gpt-4o");
  EXPECT_EQ(outcome.model, "gpt-4o");
  EXPECT_FALSE(outcome.cacheable);
  EXPECT_EQ(outcome.issues.front().sources.front(), "llm:gpt-4o");
  EXPECT_THAT(outcome.coverage.notes, testing::Contains(HasSubstr("gpt-4o reviewed")));
  ASSERT_EQ(outcome.egress.size(), 2U);
  EXPECT_EQ(outcome.egress[1].model, "gpt-4o");
  EXPECT_EQ(outcome.usage.calls, 3);
}

TEST(Route, AFallbackAtAnotherProviderHasItsOwnKeyAndBreaker) {
  Bench bench;
  auto other = fakes::FakeProvider::start({}).value();
  bench.config.providers.push_back(
      {"other", ApiFormat::openai_chat, other->origin() + "/v1", "sk-other-key", ""});
  bench.config.models.push_back(model_at("other", "gpt-4o"));
  bench.config.order = {"gpt-4.1-mini", "other/gpt-4o"};
  bench.provider->script({"status:status=401", "status:status=401"});
  const auto outcome = bench.review();
  ASSERT_FALSE(outcome.failure);
  EXPECT_EQ(bench.calls(), 1U);
  EXPECT_EQ(other->log().all().size(), 1U);
  ASSERT_EQ(outcome.egress.size(), 2U);
  EXPECT_EQ(outcome.egress[1].to, other->origin());
  // Both away: the reason names both.
  other->script({"status:status=402"});
  const auto failed = bench.review();
  ASSERT_TRUE(failed.failure);
  EXPECT_FALSE(failed.failure->retryable);
  EXPECT_THAT(failed.failure->reason, HasSubstr("gpt-4.1-mini: The provider does not accept the key"));
  EXPECT_THAT(failed.failure->reason, HasSubstr("gpt-4o: The provider says that the credit"));
  EXPECT_THAT(failed.failure->reason, Not(HasSubstr("sk-")));
}

TEST(Route, AModelThatWasAskedForHasNoFallback) {
  Bench bench;
  bench.config.models.push_back(model_at("openai", "gpt-4o"));
  bench.config.order = {"gpt-4.1-mini", "gpt-4o"};
  bench.options.model = "openai/gpt-4o";
  bench.provider->script({"status:status=401"});
  EXPECT_TRUE(bench.review().failure);
  EXPECT_EQ(bench.calls(), 1U);
  EXPECT_EQ(bench.provider->log().all()[0].model, "gpt-4o");
}

TEST(Route, LadderIsClimbedDownOnceAndRemembered) {
  for (const auto& [support, calls] :
       {std::pair{fakes::SchemaSupport::json_object, 2U}, std::pair{fakes::SchemaSupport::none, 3U}}) {
    fakes::FakeOptions options;
    options.schema = support;
    Bench bench(options);
    expect_clean_review(bench.review());
    EXPECT_EQ(bench.calls(), calls);
    expect_clean_review(bench.review());
    EXPECT_EQ(bench.calls(), calls + 1);
  }
}

TEST(Route, ReasoningModelsGetNoTemperature) {
  Bench bench;
  bench.config.models[0].id = "gpt-5-mini";
  const auto outcome = bench.review();
  EXPECT_FALSE(outcome.failure) << outcome.failure->reason;
  EXPECT_EQ(bench.calls(), 2U);
  EXPECT_THAT(bench.provider->log().all()[1].body, Not(HasSubstr("temperature")));
}

TEST(Route, AServerThatFailsMostCallsIsLeftAlone) {
  fakes::FakeOptions options;
  options.always.push_back(fakes::parse_fault("status:status=500,retry-after-ms=1").value());
  Bench bench(options);
  for (int i = 0; i < 4; ++i) {
    const auto outcome = bench.review();
    ASSERT_TRUE(outcome.failure);
    EXPECT_TRUE(outcome.failure->retryable);
    EXPECT_EQ(outcome.failure->retry_after.has_value(), i > 0);
  }
  EXPECT_EQ(bench.calls(), 5U);
}

TEST(Route, OnlyConfiguredModels) {
  Bench bench;
  bench.config.models.push_back(model_at("openai", "gpt-4o"));
  bench.options.model = "gpt-4o";
  EXPECT_EQ(bench.review().model, "gpt-4o");
  bench.options.model = "something-else";
  const auto checked = bench.reviewer->check(bench.options);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().field, "options.model");
  EXPECT_THAT(checked.error().message, HasSubstr("gpt-4.1-mini, gpt-4o"));
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->retryable);
  EXPECT_EQ(bench.calls(), 1U);
}

TEST(Route, PartsFitTheSmallestWindowOfTheOrder) {
  Bench bench;
  bench.config.models.push_back(model_at("openai", "small"));
  bench.config.models[1].context_tokens = 4'000;
  bench.config.models[1].max_output_tokens = 1'000;
  bench.config.order = {"gpt-4.1-mini", "small"};
  std::string code;
  for (int i = 0; i < 400; ++i) code += "value = " + std::to_string(i) + "\n";
  const auto outcome = bench.review(code);
  ASSERT_FALSE(outcome.failure);
  EXPECT_GT(bench.calls(), 2U);
  bench.config.models[1].context_tokens = 2'000;
  const auto refused = LlmReviewer::create(bench.config, bench.io.get_executor(), bench.clock, bench.random);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "context_tokens");
  EXPECT_THAT(refused.error().message, HasSubstr("small"));
}

// What a host stands for is known only when a connection is opened.
TEST(Route, AForbiddenAddressInDisguiseIsNotAsked) {
  for (const char* host : {"0xa9fea9fe", "2852039166", "0251.0376.0251.0376"}) {
    Bench bench;
    bench.config.providers[0].base_url = "http://" + std::string(host) + "/v1";
    const auto outcome = bench.review();
    ASSERT_TRUE(outcome.failure) << host;
    EXPECT_FALSE(outcome.failure->retryable);
    EXPECT_THAT(outcome.failure->reason, HasSubstr("link-local or metadata address"));
    EXPECT_TRUE(outcome.egress.empty());
  }
}

TEST(Route, TlsIsVerifiedAgainstTheCertificatesThatWereNamed) {
  fakes::FakeOptions options;
  options.tls = true;
  Bench bench(options);
  const auto unknown = bench.review();
  ASSERT_TRUE(unknown.failure);
  EXPECT_THAT(unknown.failure->reason, HasSubstr("No secure connection"));
  EXPECT_EQ(bench.calls(), 0U);

  const auto file =
      std::filesystem::temp_directory_path() / ("assay-ca-" + std::to_string(::getpid()) + ".pem");
  std::ofstream(file) << bench.provider->certificate();
  bench.config.providers[0].ca_file = file;
  bench.reviewer.reset();
  expect_clean_review(bench.review());
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace assay::llm
