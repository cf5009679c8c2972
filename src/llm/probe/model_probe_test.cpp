// Each way in which a provider can be unfit, against the fake one.
#include "llm/probe/model_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using State = ProbeFinding::State;

struct ProbeBench : ReviewBench {
  explicit ProbeBench(fakes::FakeOptions fake = {}) : ReviewBench(std::move(fake)) {
    config.input_token_budget = 6'000;
  }
  std::vector<ProbeFinding> probe() {
    const auto prober = ModelProber::create(config, io.get_executor(), clock, random).value();
    std::optional<std::vector<ProbeFinding>> findings;
    boost::asio::co_spawn(io, prober->probe(prober->models().front()),
                          [&](const std::exception_ptr& error, std::vector<ProbeFinding> value) {
                            EXPECT_FALSE(error);
                            findings = std::move(value);
                          });
    io.restart();
    while (!findings && io.run_one() > 0) {
    }
    EXPECT_EQ(findings->size(), std::size(kProbeSteps));
    for (std::size_t i = 0; i < findings->size(); ++i) {
      EXPECT_EQ((*findings)[i].what, kProbeSteps[i]);
      EXPECT_THAT((*findings)[i].detail + (*findings)[i].advice, Not(HasSubstr(config.providers[0].api_key)));
    }
    return std::move(*findings);
  }
};

const ProbeFinding& step(const std::vector<ProbeFinding>& findings, std::string_view what) {
  for (const auto& finding : findings) {
    if (finding.what == what) return finding;
  }
  ADD_FAILURE() << "no step " << what;
  return findings.front();
}

TEST(ModelProbe, AllIsWell) {
  ProbeBench bench;
  const auto findings = bench.probe();
  for (const auto& finding : findings)
    EXPECT_EQ(finding.state, State::ok) << finding.what << ": " << finding.detail;
  EXPECT_EQ(bench.calls(), 2U);
  EXPECT_THAT(step(findings, "schema").detail, HasSubstr("takes the schema"));
}

struct Failing {
  const char* fault;
  const char* step;
  const char* said;
};

TEST(ModelProbe, WhatFailsIsNamedAndTheRestIsSkipped) {
  for (const auto& [fault, what, said] :
       {Failing{"status:status=401,message=bad key sk-test-key-0123456789", "key", "does not accept the key"},
        Failing{"status:status=429,code=insufficient_quota", "key", "credit or quota"},
        Failing{"status:status=404,message=no such model", "model", "no such model"},
        Failing{"stall-headers", "reachable", "stood still"}, Failing{"refuse", "reachable", "broke"},
        Failing{"html", "reachable", "check the base URL"}, Failing{"redirect", "reachable", "redirect"},
        Failing{"status:status=503", "answer", "problem of its own"}}) {
    ProbeBench bench;
    if (std::string_view(fault).starts_with("stall")) bench.config.stall = 300ms;
    bench.provider->script({fault, fault, fault});
    const auto findings = bench.probe();
    EXPECT_EQ(step(findings, what).state, State::fail) << fault;
    EXPECT_THAT(step(findings, what).detail, HasSubstr(said)) << fault;
    EXPECT_NE(step(findings, what).advice, "") << fault;
    const bool waited = std::string_view(fault).starts_with("stall");
    EXPECT_EQ(step(findings, what).advice.find("llm.deadline") != std::string::npos, waited) << fault;
    EXPECT_EQ(step(findings, "context").state, State::skipped) << fault;
    EXPECT_EQ(bench.calls(), 1U) << fault;
  }
}

TEST(ModelProbe, NobodyListens) {
  ProbeBench bench;
  bench.provider.reset();
  const auto findings = bench.probe();
  EXPECT_EQ(step(findings, "reachable").state, State::fail);
  EXPECT_THAT(step(findings, "reachable").detail, HasSubstr("Can't reach http://127.0.0.1"));
}

TEST(ModelProbe, SchemaSupport) {
  fakes::FakeOptions options;
  options.schema = fakes::SchemaSupport::json_object;
  EXPECT_THAT(step(ProbeBench(options).probe(), "schema").detail, HasSubstr("no schema, but gives JSON"));
  options.schema = fakes::SchemaSupport::none;
  const auto none = ProbeBench(options).probe();
  EXPECT_EQ(step(none, "schema").state, State::warn);
  EXPECT_THAT(step(none, "schema").detail, HasSubstr("in words"));
}

TEST(ModelProbe, AnAnswerThatIsNoReview) {
  ProbeBench bench;
  bench.provider->script({"garbage", "clean"});
  EXPECT_EQ(step(bench.probe(), "answer").state, State::warn);
  ProbeBench refuses;
  refuses.provider->script({"refusal", "clean"});
  EXPECT_EQ(step(refuses.probe(), "answer").state, State::fail);
  ProbeBench cut;
  cut.provider->script({"length", "clean"});
  EXPECT_THAT(step(cut.probe(), "answer").detail, HasSubstr("cut off"));
}

TEST(ModelProbe, AStreamThatIsNone) {
  ProbeBench bench;
  bench.provider->script({"whole", "whole"});
  const auto findings = bench.probe();
  EXPECT_EQ(step(findings, "streaming").state, State::warn);
  EXPECT_THAT(step(findings, "streaming").detail, HasSubstr("in one piece"));
  ProbeBench off;
  off.config.models[0].stream = false;
  EXPECT_EQ(step(off.probe(), "streaming").detail, "switched off");
}

TEST(ModelProbe, AServerThatSilentlyCutsPromptsIsNamed) {
  ProbeBench bench;
  bench.provider->script({"truncate:tokens=2048", "truncate:tokens=2048"});
  const auto findings = bench.probe();
  EXPECT_EQ(step(findings, "context").state, State::fail);
  EXPECT_THAT(step(findings, "context").detail, HasSubstr("silently cuts prompts: it read 2048 of at least"));
  EXPECT_THAT(step(findings, "context").advice, HasSubstr("num_ctx"));
}

TEST(ModelProbe, AWindowThatIsTooSmallIsToldInTheServersWords) {
  ProbeBench bench;
  bench.provider->script(
      {"clean", "status:status=400,code=context_length_exceeded,message=maximum context length is 4096"});
  const auto findings = bench.probe();
  EXPECT_EQ(step(findings, "context").state, State::fail);
  EXPECT_THAT(step(findings, "context").detail, HasSubstr("maximum context length is 4096"));
}

TEST(ModelProbe, WithoutTokenCountsTheContextIsNotKnown) {
  ProbeBench bench;
  bench.provider->script({"no-usage", "no-usage"});
  EXPECT_EQ(step(bench.probe(), "context").state, State::warn);
}

}  // namespace
}  // namespace assay::llm
