#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json_reader.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {
namespace {

struct Collect final : ContentSink {
  void on_content(std::string_view text) override { pieces.emplace_back(text); }
  std::vector<std::string> pieces;
};

ChatRequest request() {
  ChatRequest r;
  r.model = "m";
  r.system = "sys \"x\"";
  r.user = "line\n";
  r.schema = R"({"type":"object"})";
  r.max_output_tokens = 100;
  r.temperature = 0;
  return r;
}

base::JsonDocument body_of(const ChatRequest& r, const Dialect& dialect) {
  auto document = base::JsonDocument::parse(make_openai_chat()->encode(r, dialect, "k").body);
  EXPECT_TRUE(document);
  return std::move(*document);
}

TEST(OpenAiChatRequest, FullDialect) {
  const auto wire = make_openai_chat()->encode(request(), Dialect{}, "secret-key");
  EXPECT_EQ(wire.path, "/chat/completions");
  EXPECT_THAT(wire.headers, testing::Contains("Authorization: Bearer secret-key"));
  const auto document = body_of(request(), Dialect{});
  const auto root = document.root();
  EXPECT_EQ(root.find("messages")->items()[0].find("content")->as_string(), "sys \"x\"");
  EXPECT_EQ(root.find("response_format")->find("json_schema")->find("strict")->as_bool(), true);
  EXPECT_EQ(root.find("max_completion_tokens")->as_int(), 100);
  EXPECT_FALSE(root.find("max_tokens"));
  EXPECT_EQ(root.find("stream_options")->find("include_usage")->as_bool(), true);
}

TEST(OpenAiChatRequest, SimplestDialect) {
  auto r = request();
  const auto document = body_of(r, {SchemaMode::prompt_only, false, false, false});
  EXPECT_FALSE(document.root().find("response_format"));
  EXPECT_EQ(document.root().find("max_tokens")->as_int(), 100);
  EXPECT_FALSE(document.root().find("temperature"));
  EXPECT_FALSE(document.root().find("stream_options"));
  r.stream = false;
  EXPECT_FALSE(body_of(r, Dialect{}).root().find("stream"));
  EXPECT_FALSE(body_of(r, Dialect{}).root().find("stream_options"));
}

TEST(OpenAiChatRequest, NoKeyNoHeader) {
  EXPECT_THAT(make_openai_chat()->encode(request(), {}, "").headers,
              testing::ElementsAre("Content-Type: application/json"));
}

std::string event(const std::string& json) { return "data: " + json + "\n\n"; }
std::string delta(const std::string& text) {
  return event(R"({"model":"m-1","choices":[{"delta":{"content":")" + text + R"("}}]})");
}

TEST(OpenAiChatReply, StreamWithUsage) {
  Collect sink;
  const auto decoder = make_openai_chat()->decoder(&sink);
  const auto stream =
      ": OPENROUTER PROCESSING\n\n" + delta("ab") + delta("cd") +
      event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})") +
      event(
          R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}})") +
      "data: [DONE]\n\n";
  for (const char c : stream) decoder->feed({&c, 1});
  decoder->finish();
  ASSERT_EQ(decoder->finish_reason(), FinishReason::stop);
  EXPECT_FALSE(decoder->error());
  const auto reply = decoder->take();
  EXPECT_EQ(reply.content, "abcd");
  EXPECT_EQ(reply.model, "m-1");
  EXPECT_EQ(reply.usage->input, 9);
  EXPECT_EQ(reply.usage->output, 3);
  EXPECT_EQ(reply.usage->cached, 4);
  EXPECT_THAT(sink.pieces, testing::ElementsAre("ab", "cd"));
}

TEST(OpenAiChatReply, WholeObjectAlsoWhereAStreamWasAskedFor) {
  const auto decoder = make_openai_chat()->decoder(nullptr);
  decoder->feed(R"({"choices":[{"message":{"content":"hi","refusal":null},"finish_reason":"length"}],)");
  decoder->feed(R"("usage":{"prompt_tokens":1,"completion_tokens":2}})");
  decoder->finish();
  EXPECT_EQ(decoder->finish_reason(), FinishReason::length);
  EXPECT_EQ(decoder->take().content, "hi");
}

std::string thought(const std::string& name, const std::string& text) {
  return event(R"({"model":"m-1","choices":[{"delta":{"content":null,")" + name + R"(":")" + text +
               R"("}}]})");
}

TEST(OpenAiChatReply, ThoughtsAreTheAnswerOnlyWhereThereIsNoOther) {
  const auto stop = event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})");
  for (const std::string name : {"reasoning", "reasoning_content"}) {
    for (const std::string answer : {"", "yes"}) {
      const auto decoder = make_openai_chat()->decoder(nullptr);
      decoder->feed(thought(name, "hm, ") + thought(name, "well") + delta("\\n" + answer) + stop);
      decoder->finish();
      EXPECT_EQ(decoder->take().content, answer.empty() ? "hm, well" : "\nyes") << name;
    }
  }
  const auto whole = make_openai_chat()->decoder(nullptr);
  whole->feed(R"({"choices":[{"message":{"content":"","reasoning":"a","reasoning_content":"a"},)"
              R"("finish_reason":"stop"}]})");
  whole->finish();
  EXPECT_EQ(whole->take().content, "a");
}

TEST(OpenAiChatReply, ThoughtsThatWereCutOffAreNoAnswer) {
  const auto decoder = make_openai_chat()->decoder(nullptr);
  decoder->feed(thought("reasoning", "hm") + event(R"({"choices":[{"delta":{},"finish_reason":"length"}]})"));
  decoder->finish();
  EXPECT_EQ(decoder->finish_reason(), FinishReason::length);
  EXPECT_EQ(decoder->take().content, "");
}

TEST(OpenAiChatReply, EndWithoutFinishReason) {
  const auto decoder = make_openai_chat()->decoder(nullptr);
  decoder->feed(delta("ab"));
  decoder->finish();
  EXPECT_FALSE(decoder->finish_reason());
  EXPECT_TRUE(decoder->recognised());
}

TEST(OpenAiChatReply, ErrorInTheMiddle) {
  const auto decoder = make_openai_chat()->decoder(nullptr);
  decoder->feed(delta("ab") + event(R"({"error":{"message":"overloaded","code":503}})"));
  decoder->finish();
  ASSERT_TRUE(decoder->error());
  EXPECT_EQ(decoder->error()->code, "503");
}

TEST(OpenAiChatReply, RefusalAndFilter) {
  auto decoder = make_openai_chat()->decoder(nullptr);
  decoder->feed(event(R"({"choices":[{"delta":{"refusal":"No."}}]})") +
                event(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})"));
  decoder->finish();
  EXPECT_EQ(decoder->finish_reason(), FinishReason::refused);
  decoder = make_openai_chat()->decoder(nullptr);
  decoder->feed(event(R"({"choices":[{"delta":{},"finish_reason":"content_filter"}]})"));
  decoder->finish();
  EXPECT_EQ(decoder->finish_reason(), FinishReason::filtered);
}

TEST(OpenAiChatReply, OtherThingsAreNotRecognised) {
  for (const char* text : {"<html><body>hi</body></html>", "", "{}", "[1]", "{\"a\":", "data: hello\n\n"}) {
    const auto decoder = make_openai_chat()->decoder(nullptr);
    decoder->feed(text);
    decoder->finish();
    EXPECT_FALSE(decoder->recognised()) << text;
    EXPECT_FALSE(decoder->finish_reason());
  }
}

TEST(OpenAiChatReply, EndlessTextIsCut) {
  const auto decoder = make_openai_chat()->decoder(nullptr);
  const auto piece = delta(std::string(100'000, 'a'));
  for (int i = 0; i < 30; ++i) decoder->feed(piece);
  EXPECT_TRUE(decoder->over_limit());
}

TEST(OpenAiChatError, InAllItsForms) {
  const auto format = make_openai_chat();
  const auto error = format->read_error(R"({"error":{"message":"m","type":"t","param":"p","code":"c"}})");
  EXPECT_EQ(error.message + error.type + error.parameter + error.code, "mtpc");
  EXPECT_EQ(format->read_error(R"({"error":"plain"})").message, "plain");
  EXPECT_EQ(format->read_error(R"({"detail":"pydantic"})").message, "pydantic");
  EXPECT_EQ(format->read_error("<html>").message, "");
  EXPECT_EQ(format->read_error("").message, "");
}

}  // namespace
}  // namespace assay::llm
