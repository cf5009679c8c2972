// What operators and clients choose about models, through the real binary: the second pass, the model of one
// submission, traces; and what is counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "fakes/fake_provider.hpp"
#include "integration/assay_process.hpp"
#include "integration/http_client.hpp"

namespace assay::tests {
namespace {

using base::JsonValue;
using testing::HasSubstr;

const char* const kBody =
    R"({"language":"python","code":"import os\ndef run(cmd):\n    os.system(cmd)\n    eval(cmd)\n"})";
const char* const kJson = "content-type: application/json\r\n";

struct Bench {
  explicit Bench(std::vector<std::string> more = {}) {
    fakes::FakeOptions options;
    options.keep_bodies = true;
    provider = fakes::FakeProvider::start(std::move(options)).value();
    std::vector<std::string> settings = {"rate_limit_per_hour=0", "reviewers=llm"};
    settings.insert(settings.end(), more.begin(), more.end());
    server = std::make_unique<AssayProcess>(
        settings, std::map<std::string, std::string>{{"OPENAI_API_KEY", "test-key"},
                                                     {"OPENAI_BASE_URL", provider->origin() + "/v1"}});
  }
  base::JsonDocument review() const {
    return std::move(base::JsonDocument::parse(server->review(kBody).review).value());
  }
  std::string get(const std::string& path) const { return HttpClient(server->port()).ask("GET", path).body; }

  std::unique_ptr<fakes::FakeProvider> provider;
  std::unique_ptr<AssayProcess> server;
};

fakes::Fault says(std::string content) {
  fakes::Fault fault;
  fault.kind = "says";
  fault.parameters["content"] = std::move(content);
  return fault;
}

std::int64_t count(const base::JsonDocument& review, const char* name) {
  return review.root().find("counts")->find(name)->as_int().value_or(-1);
}

TEST(LlmOptions, TheSecondPassLeavesOutWhatItsModelDoesNotConfirm) {
  const Bench bench({"llm.verify=true", "llm.verify_model=gpt-4.1"});
  bench.provider->script(fakes::Script{
      {fakes::Fault{}, says(R"({"verdicts":[{"id":"F1","reason":"Nothing reaches it.","confirmed":false},)"
                            R"({"id":"F2","reason":"Yes.","confirmed":true}]})")},
      false});
  const auto review = bench.review();
  const auto log = bench.provider->log().all();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].model, "gpt-4.1-mini");
  EXPECT_EQ(log[1].model, "gpt-4.1");
  EXPECT_THAT(log[1].body, HasSubstr("F1: lines "));
  EXPECT_EQ(count(review, "found"), 2);
  EXPECT_EQ(count(review, "shown"), 1);
  EXPECT_EQ(count(review, "filtered"), 1);
  EXPECT_EQ(count(review, "failed"), 0);
  const auto filtered = review.root().find("filtered")->items();
  ASSERT_EQ(filtered.size(), 1U);
  EXPECT_EQ(filtered[0].find("reason")->as_string(), "not_confirmed");
  EXPECT_EQ(filtered[0].find("note")->as_string(), "Nothing reaches it.");
  EXPECT_EQ(review.root().find("egress")->items().size(), 2U) << "a receipt for each model";
  EXPECT_EQ(review.root().find("usage")->find("calls")->as_int(), 2);
}

TEST(LlmOptions, WithoutTheSettingThereIsOnePass) {
  const Bench bench;
  EXPECT_EQ(count(bench.review(), "shown"), 2);
  EXPECT_EQ(bench.provider->log().all().size(), 1U);
}

TEST(LlmOptions, FindingsThatCannotBeReadAreCounted) {
  const Bench bench;
  bench.provider->script(fakes::Script{
      {says(
          R"({"issues":[{"quote":"import os","start_line":1,"end_line":1,"title":"Unsafe module","detail":"",)"
          R"("category":"security","severity":"high","cwe":"","confidence":0.9,"replacement":""},7,)"
          R"({"severity":"high"}],"evidence":[],"advice":[],"summary":""})")},
      false});
  const auto review = bench.review();
  EXPECT_EQ(count(review, "found"), 1);
  EXPECT_EQ(count(review, "failed"), 2);
  EXPECT_EQ(review.root().find("coercions")->items().size(), 2U);
}

TEST(LlmOptions, AModelIsOneOfThoseThatAreOffered) {
  const Bench bench({"llm.verify_model=gpt-4.1"});
  const auto ready = base::JsonDocument::parse(bench.get("/readyz")).value();
  std::vector<std::string> offered;
  for (const auto& reviewer : ready.root().find("reviewers")->items()) {
    for (const auto& model : reviewer.find("models")->items()) offered.emplace_back(*model.as_string());
  }
  EXPECT_THAT(offered, testing::ElementsAre("gpt-4.1-mini", "gpt-4.1"));
  HttpClient client(bench.server->port());
  const auto refused =
      client.ask("POST", "/api/reviews", R"({"language":"c","code":"x","options":{"model":"gpt-9"}})", kJson);
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, testing::AllOf(HasSubstr("options.model"), HasSubstr("gpt-4.1-mini, gpt-4.1")));
  const auto finished =
      bench.server->review(R"({"language":"c","code":"x = 1","options":{"model":"gpt-4.1"}})");
  EXPECT_EQ(bench.provider->log().all().at(0).model, "gpt-4.1");
}

TEST(LlmOptions, ATraceIsPassedOnWhereThatIsConfigured) {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const auto field = std::string(kJson) + "traceparent: 00-" + trace + "-b7ad6b7169203331-01\r\n";
  const auto sent_trace = [&](const Bench& bench) {
    HttpClient client(bench.server->port());
    EXPECT_EQ(client.ask("POST", "/api/reviews", kBody, field).status, 202);
    EXPECT_TRUE(bench.provider->log().wait_for([](const auto& log) { return !log.empty(); },
                                               std::chrono::minutes{1}));
    return bench.provider->log().all().at(0).trace;
  };
  const auto passed_on = sent_trace(Bench({"llm.trace=true"}));
  EXPECT_THAT(passed_on, testing::MatchesRegex("00-" + trace + "-[0-9a-f]+-01"));
  EXPECT_THAT(passed_on, testing::Not(HasSubstr("b7ad6b7169203331"))) << "the call has a span of its own";
  EXPECT_EQ(sent_trace(Bench()), "");
}

TEST(LlmOptions, RetriesAndBreakersAreInTheMetrics) {
  const Bench bench;
  bench.provider->script({"status:status=500,retry-after-ms=1", "clean"});
  EXPECT_EQ(count(bench.review(), "shown"), 2);
  EXPECT_THAT(bench.get("/metrics"),
              testing::AllOf(HasSubstr("\nassay_llm_retries_total 1\n"),
                             HasSubstr("\nassay_llm_breaker_state{model=\"gpt-4.1-mini\"} 0\n"),
                             HasSubstr("\nassay_llm_breaker_openings_total{model=\"gpt-4.1-mini\"} 0\n")));
}

}  // namespace
}  // namespace assay::tests
