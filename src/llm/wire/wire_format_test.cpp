// What is the same in all formats: streams cut anywhere, whole replies, errors, endings. The samples have the
// shapes of the vendors' references.
#include "llm/wire/wire_format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "base/json_reader.hpp"

namespace assay::llm {
namespace {

struct Collect final : ContentSink {
  void on_content(std::string_view piece) override { text += piece; }
  std::string text;
};

struct Sample {
  const char* name;
  ApiFormat format;
  std::string stream;
  std::string whole;
};
void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.name; }

std::string event(const std::string& data, const std::string& name = {}) {
  return (name.empty() ? "" : "event: " + name + "\n") + "data: " + data + "\n\n";
}

Sample chat() {
  const auto chunk = [](const std::string& delta, const std::string& reason) {
    return event(
        R"({"id":"c","object":"chat.completion.chunk","model":"m-1","choices":[{"index":0,"delta":)" + delta +
        R"(,"logprobs":null,"finish_reason":)" + reason + "}]}");
  };
  return {
      "chat", ApiFormat::openai_chat,
      ": PROCESSING\n\n" + chunk(R"({"role":"assistant","content":""})", "null") +
          chunk(R"({"content":"{\"a\":"})", "null") + chunk(R"({"content":"\"\u00e9\\n\"}"})", "null") +
          chunk("{}", R"("stop")") +
          event(R"({"choices":[],"usage":{"prompt_tokens":20,"completion_tokens":7,)"
                R"("prompt_tokens_details":{"cached_tokens":5}}})") +
          "data: [DONE]\n\n",
      R"({"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"{\"a\":\"\u00e9\\n\"}"},)"
      R"("finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":7,)"
      R"("prompt_tokens_details":{"cached_tokens":5}}})"};
}

Sample responses() {
  const std::string usage =
      R"("usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":5},"output_tokens":7,)"
      R"("output_tokens_details":{"reasoning_tokens":2},"total_tokens":27})";
  const auto delta = [](const std::string& text) {
    return event(
        R"({"type":"response.output_text.delta","item_id":"i","output_index":1,"content_index":0,"delta":")" +
            text + "\"}",
        "response.output_text.delta");
  };
  return {
      "responses", ApiFormat::openai_responses,
      event(
          R"({"type":"response.created","response":{"id":"r","status":"in_progress","model":"m-1","error":null}})",
          "response.created") +
          event(R"({"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning"}})",
                "response.output_item.added") +
          delta(R"({\"a\":)") + delta(R"(\"\u00e9\\n\"})") +
          event(R"({"type":"response.output_text.done","text":"{\"a\":\"\u00e9\\n\"}"})",
                "response.output_text.done") +
          event(
              R"({"type":"response.completed","response":{"status":"completed","error":null,"model":"m-1",)" +
                  usage + "}}",
              "response.completed"),
      R"({"id":"r","object":"response","status":"completed","error":null,"incomplete_details":null,"model":"m-1",)"
      R"("output":[{"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":[)"
      R"({"type":"output_text","text":"{\"a\":\"\u00e9\\n\"}","annotations":[]}]}],)" +
          usage + "}"};
}

Sample anthropic() {
  const auto delta = [](const std::string& text) {
    return event(
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + text + "\"}}",
        "content_block_delta");
  };
  return {
      "anthropic", ApiFormat::anthropic,
      event(
          R"({"type":"message_start","message":{"id":"g","type":"message","role":"assistant","model":"m-1",)"
          R"("content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":5,)"
          R"("cache_read_input_tokens":5,"output_tokens":1}}})",
          "message_start") +
          event(R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})",
                "content_block_start") +
          event(R"({"type": "ping"})", "ping") + delta(R"({\"a\":)") + delta(R"(\"\u00e9\\n\"})") +
          event(R"({"type":"content_block_stop","index":0})", "content_block_stop") +
          event(R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},)"
                R"("usage":{"output_tokens":7}})",
                "message_delta") +
          event(R"({"type":"message_stop"})", "message_stop"),
      R"({"id":"g","type":"message","role":"assistant","model":"m-1","content":[{"type":"thinking","thinking":"no"},)"
      R"({"type":"text","text":"{\"a\":\"\u00e9\\n\"}"}],"stop_reason":"end_turn","usage":{"input_tokens":10,)"
      R"("cache_creation_input_tokens":5,"cache_read_input_tokens":5,"output_tokens":7}})"};
}

Sample gemini() {
  const std::string usage = R"("usageMetadata":{"promptTokenCount":20,"cachedContentTokenCount":5,)"
                            R"("candidatesTokenCount":4,"thoughtsTokenCount":3,"totalTokenCount":27})";
  const auto chunk = [](const std::string& parts, const std::string& rest) {
    return event(R"({"candidates":[{"content":{"role":"model","parts":[)" + parts + R"(]},"index":0)" + rest +
                 "}");
  };
  return {
      "gemini", ApiFormat::gemini,
      chunk(R"({"text":"I think","thought":true})", R"(}],"modelVersion":"m-1")") +
          chunk(R"({"text":"{\"a\":"})", R"(}],"modelVersion":"m-1")") +
          chunk(R"({"text":"\"\u00e9\\n\"}"})", R"(,"finishReason":"STOP"}],)" + usage),
      R"({"candidates":[{"content":{"role":"model","parts":[{"text":"{\"a\":\"\u00e9\\n\"}"}]},"finishReason":"STOP"}],)" +
          usage + R"(,"modelVersion":"m-1"})"};
}

struct Read {
  ChatReply reply;
  std::optional<FinishReason> finish;
  bool error = false;
  bool damaged = false;
  std::string seen;
};

Read read(ApiFormat format, std::initializer_list<std::string_view> pieces) {
  Collect sink;
  const auto wire = make_wire_format(format);
  const auto decoder = wire->decoder(&sink);
  for (const auto piece : pieces) decoder->feed(piece);
  decoder->finish();
  Read out;
  out.finish = decoder->finish_reason();
  out.error = decoder->error().has_value();
  out.damaged = decoder->damaged();
  out.seen = sink.text;
  out.reply = decoder->take();
  return out;
}

void expect_good(const Read& read) {
  EXPECT_EQ(read.reply.content, "{\"a\":\"\xc3\xa9\\n\"}");
  EXPECT_EQ(read.seen, read.reply.content);
  EXPECT_EQ(read.finish, FinishReason::stop);
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.reply.model, "m-1");
  ASSERT_TRUE(read.reply.usage);
  EXPECT_EQ(read.reply.usage->input, 20);
  EXPECT_EQ(read.reply.usage->output, 7);
  EXPECT_EQ(read.reply.usage->cached, 5);
}

class AllFormats : public testing::TestWithParam<Sample> {};

TEST_P(AllFormats, StreamCutAtEveryPosition) {
  const auto& [name, format, stream, whole] = GetParam();
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    expect_good(
        read(format, {std::string_view(stream).substr(0, cut), std::string_view(stream).substr(cut)}));
    if (HasFailure()) FAIL() << "cut at " << cut;
  }
}

TEST_P(AllFormats, WholeReplyCutAtEveryPosition) {
  const auto& [name, format, stream, whole] = GetParam();
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    expect_good(read(format, {std::string_view(whole).substr(0, cut), std::string_view(whole).substr(cut)}));
    if (HasFailure()) FAIL() << "cut at " << cut;
  }
}

// Wherever a stream breaks off, either its end was there or the reply is not taken for whole.
TEST_P(AllFormats, AStreamThatBreaksOffHasNoEnd) {
  const auto& [name, format, stream, whole] = GetParam();
  for (std::size_t cut = 0; cut < stream.size(); ++cut) {
    const auto got = read(format, {std::string_view(stream).substr(0, cut)});
    if (got.finish) {
      EXPECT_EQ(got.reply.content, "{\"a\":\"\xc3\xa9\\n\"}") << cut;
    }
  }
  for (std::size_t cut = 0; cut < whole.size(); ++cut)
    EXPECT_FALSE(read(format, {std::string_view(whole).substr(0, cut)}).finish) << cut;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

TEST_P(AllFormats, ACharacterMayBeSpreadOverTwoEvents) {
  auto stream = replaced(GetParam().stream, R"({\"a\":)", "{\\\"a\\\":\\\"\xc3");
  stream = replaced(std::move(stream), R"(\"\u00e9\\n\"})", "\xa9\\\\n\\\"}");
  expect_good(read(GetParam().format, {stream}));
}

TEST_P(AllFormats, WhatIsNoUtf8IsHandedOnAsItIs) {
  const auto stream = replaced(GetParam().stream, "\\u00e9", "\xff(\x80");
  const auto got = read(GetParam().format, {stream});
  EXPECT_EQ(got.reply.content, "{\"a\":\"\xff(\x80\\n\"}");
  EXPECT_EQ(got.seen, got.reply.content);
  EXPECT_EQ(got.finish, FinishReason::stop);
  EXPECT_FALSE(got.damaged);
}

TEST_P(AllFormats, AnEventThatIsNearlyJsonIsRead) {
  const auto stream = replaced(GetParam().stream, "data: {", "data: {\"speed\":NaN,");
  const auto got = read(GetParam().format, {stream});
  expect_good(got);
  EXPECT_FALSE(got.damaged);
}

TEST_P(AllFormats, AnEventThatCannotBeReadIsNotPassedOver) {
  const auto& stream = GetParam().stream;
  const auto second = stream.find("\n\n") + 2;
  const auto got =
      read(GetParam().format, {stream.substr(0, second), event("{\"type\""), stream.substr(second)});
  EXPECT_TRUE(got.damaged);
  EXPECT_FALSE(read(GetParam().format, {stream}).damaged);
}

TEST_P(AllFormats, TextWithoutAnEndIsStopped) {
  const auto& [name, format, stream, whole] = GetParam();
  const auto wire = make_wire_format(format);
  const auto decoder = wire->decoder(nullptr);
  // The event that carries text, over and over.
  auto from = stream.find("{\\\"a\\\":");
  const auto begin = stream.rfind("data: ", from);
  const auto end = stream.find("\n\n", from) + 2;
  auto piece = stream.substr(begin, end - begin);
  piece.insert(piece.find("{\\\"a"), std::string(100'000, 'x'));
  for (int i = 0; i < 25 && !decoder->over_limit(); ++i) decoder->feed(piece);
  EXPECT_TRUE(decoder->over_limit());
}

TEST_P(AllFormats, NothingOfTheKindIsNotRecognised) {
  for (const char* text :
       {"", "<html>", "{}", "[1]", "data: {}\n\n", "data: [DONE]\n\n", "\"text\"", "{\"a\":1"}) {
    const auto wire = make_wire_format(GetParam().format);
    const auto decoder = wire->decoder(nullptr);
    decoder->feed(text);
    decoder->finish();
    EXPECT_FALSE(decoder->recognised()) << text;
    EXPECT_FALSE(decoder->finish_reason()) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, AllFormats, testing::Values(chat(), responses(), anthropic(), gemini()),
                         [](const auto& test) { return std::string(test.param.name); });

struct Ending {
  ApiFormat format;
  std::string stream;
  FinishReason finish;
};

TEST(WireFormats, EveryWayToEnd) {
  using F = ApiFormat;
  const auto anthropic = [](const std::string& reason) {
    return event(R"({"type":"message_start","message":{"type":"message","model":"m","usage":{}}})") +
           event(R"({"type":"message_delta","delta":{"stop_reason":")" + reason + "\"}}");
  };
  const auto gemini = [](const std::string& reason) {
    return event(R"({"candidates":[{"finishReason":")" + reason + "\"}]}");
  };
  const auto responses = [](const std::string& rest) {
    return event(
        R"({"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":")" +
        rest + "\"}}}");
  };
  const Ending endings[] = {
      {F::openai_chat, event(R"({"choices":[{"delta":{},"finish_reason":"length"}]})"), FinishReason::length},
      {F::openai_chat, event(R"({"choices":[{"delta":{},"finish_reason":"content_filter"}]})"),
       FinishReason::filtered},
      {F::openai_chat, event(R"({"choices":[{"delta":{"refusal":"no"},"finish_reason":"stop"}]})"),
       FinishReason::refused},
      {F::openai_responses, responses("max_output_tokens"), FinishReason::length},
      {F::openai_responses, responses("content_filter"), FinishReason::filtered},
      {F::openai_responses,
       event(R"({"type":"response.refusal.delta","delta":"no"})") +
           event(R"({"type":"response.completed","response":{"status":"completed"}})"),
       FinishReason::refused},
      {F::anthropic, anthropic("max_tokens"), FinishReason::length},
      {F::anthropic, anthropic("model_context_window_exceeded"), FinishReason::length},
      {F::anthropic, anthropic("refusal"), FinishReason::refused},
      {F::anthropic, anthropic("tool_use"), FinishReason::stop},
      {F::gemini, gemini("MAX_TOKENS"), FinishReason::length},
      {F::gemini, gemini("SAFETY"), FinishReason::filtered},
      {F::gemini, gemini("PROHIBITED_CONTENT"), FinishReason::filtered},
      {F::gemini,
       event(R"({"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":3}})"),
       FinishReason::filtered},
  };
  for (const auto& ending : endings) {
    const auto got = read(ending.format, {ending.stream});
    EXPECT_EQ(got.finish, ending.finish) << ending.stream;
    EXPECT_FALSE(got.error) << ending.stream;
  }
  EXPECT_FALSE(read(F::anthropic, {anthropic("pause_turn")}).finish);
  EXPECT_FALSE(read(F::gemini, {gemini("MALFORMED_FUNCTION_CALL")}).finish);
}

TEST(WireFormats, ErrorsInsideOfAStream) {
  const auto error = [](ApiFormat format, const std::string& stream) {
    const auto wire = make_wire_format(format);
    const auto decoder = wire->decoder(nullptr);
    decoder->feed(stream);
    decoder->finish();
    return decoder->error().value_or(ApiErrorText{"none", "", "", "", {}});
  };
  EXPECT_EQ(error(ApiFormat::openai_chat, event(R"({"error":{"code":502,"message":"upstream"}})")).code,
            "502");
  EXPECT_EQ(
      error(ApiFormat::openai_responses,
            event(R"({"type":"error","code":"rate_limit_exceeded","message":"slow","param":null})", "error"))
          .code,
      "rate_limit_exceeded");
  EXPECT_EQ(
      error(ApiFormat::openai_responses,
            event(R"({"type":"response.failed","response":{"status":"failed","error":{"code":"server_error",)"
                  R"("message":"sorry"}}})"))
          .message,
      "sorry");
  EXPECT_EQ(
      error(ApiFormat::anthropic,
            event(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", "error"))
          .type,
      "overloaded_error");
  EXPECT_EQ(
      error(ApiFormat::gemini, event(R"({"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}})"))
          .code,
      "503");
}

TEST(WireFormats, BodiesOfErrorReplies) {
  const auto openai =
      make_wire_format(ApiFormat::openai_responses)
          ->read_error(R"({"error":{"message":"m","type":"t","param":"text.format","code":"c"}})");
  EXPECT_EQ(openai.parameter, "text.format");
  const auto claude =
      make_wire_format(ApiFormat::anthropic)
          ->read_error(R"({"type":"error","error":{"type":"invalid_request_error","message":"m"}})");
  EXPECT_EQ(claude.type, "invalid_request_error");
  EXPECT_EQ(claude.message, "m");
  const auto google =
      make_wire_format(ApiFormat::gemini)
          ->read_error(
              R"([{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[
                {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerDay-Free"}]},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}])");
  EXPECT_EQ(google.code, "RequestsPerDay-Free");
  EXPECT_EQ(google.retry_after, base::Micros{34'500'000});
  for (const auto format :
       {ApiFormat::openai_chat, ApiFormat::openai_responses, ApiFormat::anthropic, ApiFormat::gemini}) {
    for (const char* body : {"", "<html>", "[]", "null", "{\"error\":null}", "{\"error\":[1]}"})
      EXPECT_EQ(make_wire_format(format)->read_error(body).message, "") << body;
    EXPECT_EQ(make_wire_format(format)->read_error(R"({"error":"plain words"})").message, "plain words");
  }
}

TEST(AnthropicReply, ToolInputIsTheReview) {
  const auto stream =
      event(
          R"({"type":"message_start","message":{"type":"message","model":"m","usage":{"input_tokens":1}}})") +
      event(
          R"({"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"{\"a\":"}})") +
      event(R"({"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":"1}"}})") +
      event(R"({"type":"message_delta","delta":{"stop_reason":"tool_use"}})");
  EXPECT_EQ(read(ApiFormat::anthropic, {stream}).reply.content, "{\"a\":1}");
  EXPECT_EQ(
      read(
          ApiFormat::anthropic,
          {R"({"type":"message","content":[{"type":"tool_use","input":{"a":[1,2.5,"x",null,true]}}],"stop_reason":"tool_use"})"})
          .reply.content,
      R"({"a":[1,2.5,"x",null,true]})");
}

}  // namespace
}  // namespace assay::llm
