#include "llm/calls/chat_failure.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace assay::llm {
namespace {

using namespace std::chrono_literals;
using base::Micros;

// Sun, 06 Nov 1994 08:49:37 GMT
constexpr base::Timestamp kNow{std::chrono::seconds{784'111'777}};

struct RetryCase {
  RetryHeaders headers;
  std::optional<Micros> expected;
};
void PrintTo(const RetryCase& c, std::ostream* out) {
  *out << c.headers.retry_after << ' ' << c.headers.retry_after_ms;
}
class RetryAfter : public testing::TestWithParam<RetryCase> {};
TEST_P(RetryAfter, Reads) { EXPECT_EQ(read_retry_after(GetParam().headers, kNow), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(
    Forms, RetryAfter,
    testing::Values(RetryCase{{"", "", ""}, std::nullopt}, RetryCase{{"2", "", ""}, 2s},
                    RetryCase{{"1.5", "", ""}, 1500ms}, RetryCase{{"9999", "", ""}, 9999s},
                    RetryCase{{"-3", "", ""}, std::nullopt}, RetryCase{{"0", "", ""}, std::nullopt},
                    RetryCase{{"soon", "", ""}, std::nullopt}, RetryCase{{"nan", "", ""}, std::nullopt},
                    RetryCase{{"7", "250", ""}, 250ms}, RetryCase{{"7", "x", ""}, 7s},
                    RetryCase{{"1e300", "", ""}, 86'400s},
                    RetryCase{{"Sun, 06 Nov 1994 08:50:07 GMT", "", ""}, 30s},
                    RetryCase{{"Sun, 06 Nov 1994 08:49:07 GMT", "", ""}, std::nullopt},
                    RetryCase{{"Sun, 31 Feb 1994 08:50:07 GMT", "", ""}, std::nullopt}));

struct StatusCase {
  int status;
  const char* code;
  FailureKind expected;
};
void PrintTo(const StatusCase& c, std::ostream* out) { *out << c.status << ' ' << c.code; }
class Status : public testing::TestWithParam<StatusCase> {};
TEST_P(Status, Means) {
  ApiErrorText error;
  error.code = GetParam().code;
  EXPECT_EQ(classify_status(GetParam().status, error, {}, kNow).kind, GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Kinds, Status,
    testing::Values(
        StatusCase{400, "", FailureKind::bad_request}, StatusCase{401, "", FailureKind::auth},
        StatusCase{402, "", FailureKind::quota}, StatusCase{403, "", FailureKind::auth},
        StatusCase{404, "", FailureKind::not_found}, StatusCase{408, "", FailureKind::overloaded},
        StatusCase{409, "", FailureKind::overloaded}, StatusCase{413, "", FailureKind::bad_request},
        StatusCase{429, "", FailureKind::rate_limited},
        StatusCase{429, "insufficient_quota", FailureKind::quota},
        StatusCase{429, "monthly_spend_limit_exceeded", FailureKind::quota},
        StatusCase{500, "", FailureKind::overloaded}, StatusCase{503, "", FailureKind::overloaded},
        StatusCase{529, "", FailureKind::overloaded}, StatusCase{307, "", FailureKind::bad_reply}));

TEST(Status, ServerHasTheLastWordOnRetries) {
  EXPECT_EQ(classify_status(500, {}, {"", "", "false"}, kNow).should_retry, false);
  EXPECT_EQ(classify_status(400, {}, {"", "", "true"}, kNow).should_retry, true);
  EXPECT_EQ(classify_status(500, {}, {"", "", "maybe"}, kNow).should_retry, std::nullopt);
}

TEST(StreamError, NumbersAndNames) {
  EXPECT_EQ(classify_stream_error({"", "429", "", ""}).kind, FailureKind::rate_limited);
  EXPECT_EQ(classify_stream_error({"", "insufficient_quota", "", ""}).kind, FailureKind::quota);
  EXPECT_EQ(classify_stream_error({"server_error", "", "", "oops"}).kind, FailureKind::overloaded);
}

TEST(StreamError, NamesOfTheOtherVendors) {
  const auto kind = [](const char* type, const char* code) {
    return classify_stream_error({type, code, "", ""}).kind;
  };
  EXPECT_EQ(kind("overloaded_error", ""), FailureKind::overloaded);
  EXPECT_EQ(kind("rate_limit_error", ""), FailureKind::rate_limited);
  EXPECT_EQ(kind("billing_error", ""), FailureKind::quota);
  EXPECT_EQ(kind("authentication_error", ""), FailureKind::auth);
  EXPECT_EQ(kind("permission_error", ""), FailureKind::auth);
  EXPECT_EQ(kind("invalid_request_error", ""), FailureKind::bad_request);
  EXPECT_EQ(kind("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"), FailureKind::rate_limited);
  EXPECT_EQ(kind("UNAVAILABLE", "503"), FailureKind::overloaded);
}

TEST(Status, AKeyThatGeminiDoesNotKnowAndAFilterAreNoBadRequests) {
  EXPECT_EQ(classify_status(400, {"INVALID_ARGUMENT", "API_KEY_INVALID", "", ""}, {}, kNow).kind,
            FailureKind::auth);
  EXPECT_EQ(classify_status(400, {"", "content_filter", "", ""}, {}, kNow).kind, FailureKind::refused);
  EXPECT_EQ(
      classify_status(400, {"invalid_request_error", "", "", "Your credit balance is too low"}, {}, kNow)
          .kind,
      FailureKind::quota);
}

TEST(Status, AMinutesQuotaComesBackAndADaysDoesNot) {
  ApiErrorText minute{"RESOURCE_EXHAUSTED", "RequestsPerMinute", "", "You exceeded your current quota"};
  minute.retry_after = 34s;
  const auto soon = classify_status(429, minute, {}, kNow);
  EXPECT_EQ(soon.kind, FailureKind::rate_limited);
  EXPECT_EQ(soon.retry_after, Micros{34s});
  ApiErrorText day = minute;
  day.code = "GenerateRequestsPerDayPerProject-FreeTier";
  EXPECT_EQ(classify_status(429, day, {}, kNow).kind, FailureKind::quota);
  // A header goes before the body.
  EXPECT_EQ(classify_status(429, minute, {"2", "", ""}, kNow).retry_after, Micros{2s});
}

TEST(Adapt, WordsOfTheOtherVendors) {
  for (const char* words :
       {"output_config: Extra inputs are not permitted", "text.format is not supported",
        "Invalid JSON payload received. Unknown name \"responseJsonSchema\"", "tool_choice: not supported"}) {
    EXPECT_EQ(adapt({}, 400, {"", "", "", words})->schema, SchemaMode::json_object) << words;
  }
  EXPECT_FALSE(adapt({}, 400, {"", "", "", "`temperature` is deprecated for this model."})->temperature);
}

TEST(Adapt, ALimitThatIsTooLargeIsNoQuestionOfItsName) {
  EXPECT_FALSE(adapt({}, 400,
                     {"", "", "max_completion_tokens",
                      "max_completion_tokens is too large: 9000. This model supports at most 4096"}));
  EXPECT_FALSE(adapt({}, 400, {"", "", "", "max_tokens: 9000 > 8192, which is the maximum allowed"}));
}

TEST(Adapt, StepsDownTheLadder) {
  const ApiErrorText schema{"", "", "response_format", "not supported"};
  Dialect dialect;
  const auto second = adapt(dialect, 400, schema);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->schema, SchemaMode::json_object);
  const auto third = adapt(*second, 400, schema);
  ASSERT_TRUE(third);
  EXPECT_EQ(third->schema, SchemaMode::prompt_only);
  EXPECT_FALSE(adapt(*third, 400, schema));
  EXPECT_FALSE(adapt(dialect, 500, schema));
}

TEST(Adapt, OtherParameters) {
  const Dialect dialect;
  EXPECT_FALSE(
      adapt(dialect, 400, {"", "", "", "Unknown parameter: 'max_completion_tokens'"})->new_token_limit);
  Dialect old = dialect;
  old.new_token_limit = false;
  EXPECT_TRUE(
      adapt(old, 400, {"", "", "", "'max_tokens' is not supported. Use 'max_completion_tokens' instead."})
          ->new_token_limit);
  EXPECT_FALSE(adapt(dialect, 400, {"", "unsupported_value", "temperature", ""})->temperature);
  EXPECT_FALSE(
      adapt(dialect, 422, {"", "", "", "Extra inputs are not permitted: stream_options"})->stream_usage);
  EXPECT_FALSE(adapt(dialect, 400, {"", "context_length_exceeded", "messages", "too long"}));
}

}  // namespace
}  // namespace assay::llm
