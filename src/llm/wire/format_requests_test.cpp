// What goes out in each format but Chat Completions: every rung of the ladder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {
namespace {

ChatRequest request() {
  ChatRequest r;
  r.model = "models/m:1";
  r.system = "sys \"x\"";
  r.user = "line\n";
  r.schema = R"({"type":"object"})";
  r.max_output_tokens = 100;
  r.temperature = 0;
  return r;
}

struct Body {
  Body(ApiFormat format, const ChatRequest& r, const Dialect& dialect)
      : wire(make_wire_format(format)->encode(r, dialect, "the-key")),
        document(std::move(base::JsonDocument::parse(wire.body).value())) {}
  base::JsonValue at(std::initializer_list<const char*> path) const {
    auto value = document.root();
    for (const char* name : path)
      value = value.type() == base::JsonType::array ? value.items().at(0) : value.find(name).value();
    return value;
  }
  bool has(const char* name) const { return document.root().find(name).has_value(); }
  WireRequest wire;
  base::JsonDocument document;
};

TEST(ResponsesRequest, EveryRungOfTheLadder) {
  const Body strict(ApiFormat::openai_responses, request(), {});
  EXPECT_EQ(strict.wire.path, "/responses");
  EXPECT_THAT(strict.wire.headers, testing::Contains("Authorization: Bearer the-key"));
  EXPECT_EQ(strict.at({"text", "format", "type"}).as_string(), "json_schema");
  EXPECT_EQ(strict.at({"text", "format", "strict"}).as_bool(), true);
  EXPECT_EQ(strict.at({"text", "format", "schema", "type"}).as_string(), "object");
  EXPECT_EQ(strict.at({"store"}).as_bool(), false);
  EXPECT_EQ(strict.at({"max_output_tokens"}).as_int(), 100);
  EXPECT_EQ(strict.at({"instructions"}).as_string(), "sys \"x\"");
  const Body object(ApiFormat::openai_responses, request(), {SchemaMode::json_object, true, false, true});
  EXPECT_EQ(object.at({"text", "format", "type"}).as_string(), "json_object");
  EXPECT_FALSE(object.has("temperature"));
  EXPECT_FALSE(
      Body(ApiFormat::openai_responses, request(), {SchemaMode::prompt_only, true, true, true}).has("text"));
}

TEST(AnthropicRequest, EveryRungOfTheLadder) {
  const Body strict(ApiFormat::anthropic, request(), {});
  EXPECT_EQ(strict.wire.path, "/v1/messages");
  EXPECT_THAT(strict.wire.headers, testing::AllOf(testing::Contains("x-api-key: the-key"),
                                                  testing::Contains("anthropic-version: 2023-06-01")));
  EXPECT_EQ(strict.at({"output_config", "format", "type"}).as_string(), "json_schema");
  EXPECT_EQ(strict.at({"max_tokens"}).as_int(), 100);
  EXPECT_EQ(strict.at({"system"}).as_string(), "sys \"x\"");
  const Body tool(ApiFormat::anthropic, request(), {SchemaMode::json_object, true, false, true});
  EXPECT_FALSE(tool.has("output_config"));
  EXPECT_FALSE(tool.has("temperature"));
  EXPECT_EQ(tool.at({"tools", "0", "input_schema", "type"}).as_string(), "object");
  EXPECT_EQ(tool.at({"tool_choice", "name"}).as_string(), "review");
  const Body plain(ApiFormat::anthropic, request(), {SchemaMode::prompt_only, true, true, true});
  EXPECT_FALSE(plain.has("tools"));
  auto unlimited = request();
  unlimited.max_output_tokens = 0;
  EXPECT_GT(Body(ApiFormat::anthropic, unlimited, {}).at({"max_tokens"}).as_int(), 0);
}

TEST(GeminiRequest, EveryRungOfTheLadder) {
  const Body strict(ApiFormat::gemini, request(), {});
  EXPECT_EQ(strict.wire.path, "/models/m%3A1:streamGenerateContent?alt=sse");
  EXPECT_THAT(strict.wire.headers, testing::Contains("x-goog-api-key: the-key"));
  EXPECT_EQ(strict.at({"generationConfig", "responseMimeType"}).as_string(), "application/json");
  EXPECT_EQ(strict.at({"generationConfig", "responseJsonSchema", "type"}).as_string(), "object");
  EXPECT_EQ(strict.at({"systemInstruction", "parts", "0", "text"}).as_string(), "sys \"x\"");
  const Body object(ApiFormat::gemini, request(), {SchemaMode::json_object, true, true, true});
  EXPECT_FALSE(object.at({"generationConfig"}).find("responseJsonSchema"));
  EXPECT_TRUE(object.at({"generationConfig"}).find("responseMimeType"));
  const Body plain(ApiFormat::gemini, request(), {SchemaMode::prompt_only, true, false, true});
  EXPECT_FALSE(plain.at({"generationConfig"}).find("responseMimeType"));
  EXPECT_FALSE(plain.at({"generationConfig"}).find("temperature"));
  auto whole = request();
  whole.stream = false;
  EXPECT_EQ(Body(ApiFormat::gemini, whole, {}).wire.path, "/models/m%3A1:generateContent");
}

}  // namespace
}  // namespace assay::llm
