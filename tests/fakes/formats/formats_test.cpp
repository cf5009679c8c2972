// What the fake provider refuses, as the real ones do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/wire_format.hpp"

namespace assay::fakes {
namespace {

using testing::HasSubstr;

struct Asked {
  std::optional<ApiError> error;
  Generation generation;
};

Asked ask(const WireFormat& format, std::string_view body, SchemaSupport support = SchemaSupport::strict,
          std::string_view path = "/v1/x") {
  ApiRequest request;
  request.method = "POST";
  request.path = path;
  request.query = "alt=sse";
  request.body = body;
  Asked asked;
  asked.error = format.read(request, support, asked.generation);
  return asked;
}

std::optional<ApiError> auth(const WireFormat& format,
                             std::vector<std::pair<std::string, std::string_view>> headers,
                             std::string_view expected = {}) {
  ApiRequest request;
  request.headers = std::move(headers);
  return format.check_auth(request, expected);
}

struct Refused {
  const char* body;
  const char* said;
};

void expect_refused(const WireFormat& format, std::initializer_list<Refused> rows,
                    std::string_view path = "/v1/x") {
  for (const auto& [body, said] : rows) {
    const auto asked = ask(format, body, SchemaSupport::strict, path);
    ASSERT_TRUE(asked.error) << body;
    EXPECT_EQ(asked.error->status, 400) << body;
    EXPECT_THAT(asked.error->message, HasSubstr(said)) << body;
  }
}

TEST(FakeResponses, Refuses) {
  const auto format = make_openai_responses();
  EXPECT_EQ(auth(*format, {})->status, 401);
  EXPECT_EQ(auth(*format, {{"authorization", "Bearer a"}}, "b")->code, "invalid_api_key");
  EXPECT_FALSE(auth(*format, {{"authorization", "Bearer b"}}, "b"));
  expect_refused(
      *format,
      {{"{", "JSON body"},
       {R"({"input":"x"})", "'model'"},
       {R"({"model":"m"})", "'input'"},
       {R"({"model":"m","messages":[]})", "Unsupported parameter: 'messages'"},
       {R"({"model":"m","input":"x","response_format":{}})", "moved to 'text.format'"},
       {R"({"model":"m","input":"x","max_output_tokens":1})", "below minimum"},
       {R"({"model":"o3","input":"x","temperature":0})", "'temperature'"},
       {R"({"model":"m","input":"x","text":{"format":{"type":"json_object"}}})", "the word 'json'"},
       {R"({"model":"m","input":"x","text":{"format":{"type":"json_schema","schema":{}}}})",
        "text.format.name"},
       {R"({"model":"m","input":"x","text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}}}}}})",
        "additionalProperties"}});
  const auto good = ask(
      *format, R"({"model":"m","instructions":"i","input":[{"role":"user","content":"u"}],"stream":true})");
  EXPECT_FALSE(good.error);
  EXPECT_EQ(good.generation.prompt, "i\nu\n");
  EXPECT_TRUE(good.generation.stream);
}

TEST(FakeAnthropic, Refuses) {
  const auto format = make_anthropic();
  EXPECT_EQ(auth(*format, {{"anthropic-version", "2023-06-01"}})->status, 401);
  EXPECT_THAT(auth(*format, {{"x-api-key", "k"}})->message,
              HasSubstr("anthropic-version: header is required"));
  EXPECT_EQ(auth(*format, {{"x-api-key", "k"}, {"anthropic-version", "2023-06-01"}}, "other")->status, 401);
  EXPECT_FALSE(auth(*format, {{"x-api-key", "k"}, {"anthropic-version", "2023-06-01"}}));
  expect_refused(
      *format,
      {{R"({"max_tokens":1,"messages":[]})", "model: Field required"},
       {R"({"model":"m","messages":[{"role":"user","content":"x"}]})", "max_tokens: Field required"},
       {R"({"model":"m","max_tokens":1,"messages":[{"role":"system","content":"x"}]})", "top-level `system`"},
       {R"({"model":"m","max_tokens":1,"max_completion_tokens":1,"messages":[]})",
        "Extra inputs are not permitted"},
       {R"({"model":"claude-opus-5","max_tokens":1,"temperature":0,"messages":[]})",
        "deprecated for this model"},
       {R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"any"}})",
        "while providing tools"},
       {R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}})",
        "additionalProperties"}});
  const char* strict =
      R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],"output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false}}}})";
  EXPECT_FALSE(ask(*format, strict).error);
  EXPECT_THAT(ask(*format, strict, SchemaSupport::json_object).error->message, HasSubstr("output_config"));
}

TEST(FakeGemini, Refuses) {
  const auto format = make_gemini();
  EXPECT_EQ(auth(*format, {})->status, 403);
  EXPECT_EQ(auth(*format, {{"x-goog-api-key", "k"}}, "other")->code, "API_KEY_INVALID");
  const char* path = "/v1beta/models/gemini-x:streamGenerateContent";
  EXPECT_TRUE(format->serves(path));
  expect_refused(
      *format,
      {{R"({})", "contents is not specified"},
       {R"({"messages":[]})", "Unknown name \"messages\""},
       {R"({"contents":[{"role":"system","parts":[{"text":"x"}]}]})", "valid role"},
       {R"({"contents":[{"parts":[]}]})", "must not be empty"},
       {R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"max_tokens":1}})",
        "Unknown name \"max_tokens\""},
       {R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"temperature":3}})", "range [0, 2]"},
       {R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseJsonSchema":{"type":"object"}}})",
        "response_mime_type"},
       {R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}})",
        "additionalProperties"}},
      path);
  const auto good =
      ask(*format, R"({"contents":[{"role":"user","parts":[{"text":"x"}]}]})", SchemaSupport::none, path);
  EXPECT_FALSE(good.error);
  EXPECT_EQ(good.generation.model, "gemini-x");
  EXPECT_TRUE(good.generation.stream);
}

}  // namespace
}  // namespace assay::fakes
