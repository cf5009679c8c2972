// Every form of a model's answer through the whole product: the real binary, its API, and the fake provider
// that says what the table says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "fakes/fake_provider.hpp"
#include "fakes/reply_cases.hpp"
#include "integration/assay_process.hpp"

namespace assay::tests {
namespace {

using base::JsonValue;

class Replies : public testing::TestWithParam<ReplyCase> {
 protected:
  static void SetUpTestSuite() {
    provider_ = fakes::FakeProvider::start({}).value();
    server_ = std::make_unique<AssayProcess>(
        std::vector<std::string>{"rate_limit_per_hour=0", "llm.max_output_tokens=60000"},
        std::map<std::string, std::string>{{"OPENAI_API_KEY", "test-key"},
                                           {"OPENAI_BASE_URL", provider_->origin() + "/v1"}});
  }
  static void TearDownTestSuite() {
    server_.reset();
    provider_.reset();
  }
  static std::unique_ptr<fakes::FakeProvider> provider_;
  static std::unique_ptr<AssayProcess> server_;
};
std::unique_ptr<fakes::FakeProvider> Replies::provider_;
std::unique_ptr<AssayProcess> Replies::server_;

std::string text(const JsonValue& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->as_string() ? std::string(*value->as_string()) : std::string{};
}

TEST_P(Replies, GiveTheCleanReviewOrFailClearly) {
  const auto& form = GetParam();
  fakes::Fault says;
  says.kind = "says";
  says.parameters["content"] = form.content;
  provider_->script(fakes::Script{{says, says}, false});
  const auto calls_before = provider_->log().all().size();
  std::string body;
  base::JsonWriter json(body);
  json.begin_object()
      .field("language", "python")
      .field("filename", form.name + ".py")
      .field("code", kReviewedCode);
  json.key("options")
      .begin_object()
      .key("reviewers")
      .begin_array()
      .value("llm")
      .end_array()
      .end_object()
      .end_object();
  // Nothing is found before somebody listens.
  provider_->hold();
  const auto finished = server_->review(body, [] { provider_->release(); });
  const auto calls = provider_->log().all().size() - calls_before;
  const auto document = base::JsonDocument::parse(finished.review);
  ASSERT_TRUE(document) << finished.review;
  const auto review = document->root();
  if (!form.failure.empty()) {
    EXPECT_EQ(text(review, "status"), "failed");
    EXPECT_THAT(text(review, "error"), testing::HasSubstr(form.failure));
    EXPECT_EQ(calls, 2U) << "one re-ask";
    return;
  }
  EXPECT_EQ(text(review, "status"), "completed") << finished.review;
  EXPECT_EQ(calls, 1U);
  const auto issues = review.find("issues")->items();
  ASSERT_EQ(issues.size(), static_cast<std::size_t>(form.issues)) << finished.review;
  for (const auto& issue : issues) {
    EXPECT_EQ(text(issue, "title"), "Title, with comma");
    EXPECT_EQ(text(issue, "detail"), "It's \"bad\".");
    EXPECT_EQ(text(issue, "quote"), "x = {}");
    EXPECT_EQ(text(issue, "severity"), form.severity);
    EXPECT_EQ(text(issue, "category"), "correctness");
    EXPECT_EQ(issue.find("start_line")->as_int(), 3);
    EXPECT_EQ(issue.find("end_line")->as_int(), 3);
    EXPECT_DOUBLE_EQ(issue.find("confidence")->as_double().value(), form.confidence);
  }
  if (form.issues > 0) {
    EXPECT_THAT(finished.stream,
                testing::AllOf(testing::HasSubstr("event: issue\n"), testing::HasSubstr("Title, with comma")))
        << "told live";
  }
  EXPECT_EQ(review.find("counts")->find("failed")->as_int(), 0);
  if (form.has_texts) {
    EXPECT_EQ(text(review, "summary"), "Fine.");
  }
  const auto coercions = review.find("coercions");
  ASSERT_TRUE(coercions) << "every repair is on the review";
  EXPECT_EQ(!coercions->items().empty(), form.coerced) << finished.review;
}

INSTANTIATE_TEST_SUITE_P(Cases, Replies, testing::ValuesIn(reply_cases()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace assay::tests
