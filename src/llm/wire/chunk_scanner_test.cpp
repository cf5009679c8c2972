#include "llm/wire/chunk_scanner.hpp"

#include <gtest/gtest.h>

namespace assay::llm {
namespace {

std::string text_of(std::string_view json) {
  const auto chunk = scan_content_chunk(json);
  if (!chunk) return "(none)";
  std::string out;
  return append_unescaped(out, chunk->raw) ? out : "(escape)";
}

TEST(ChunkScanner, ReadsWhatOnlyContinuesTheText) {
  EXPECT_EQ(
      text_of(R"({"id":"x","created":17,"usage":null,"choices":[{"index":0,"delta":{"content":"a\"b\\n\n"},)"
              R"("logprobs":null,"finish_reason":null}]})"),
      "a\"b\\n\n");
  EXPECT_EQ(text_of(R"( {"choices" : [ {"delta": {"role":"assistant","content":"","refusal":null}} ] } )"),
            "");
  EXPECT_EQ(text_of(R"({"choices":[{"delta":{"content":"\u00e9"}}]})"), "(escape)");
}

TEST(ChunkScanner, LeavesEverythingElseToTheParser) {
  for (const char* json :
       {"", "{}", "[DONE]", R"({"choices":[]})", R"({"choices":[{"delta":{"content":null}}]})",
        R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})",
        R"({"choices":[{"delta":{"content":"a","refusal":"no"}}]})",
        R"({"choices":[{"delta":{"content":"a"}}],"usage":{}})",
        R"({"choices":[{"delta":{"content":"a"}}],"error":{"code":1}})",
        R"({"choices":[{"index":1,"delta":{"content":"a"}}]})",
        R"({"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]})",
        R"({"choices":[{"delta":{"content":"a"}}]} x)",
        R"({"choices":[{"delta":{"content":"a","content":"b"}}]})",
        R"({"choices":[{"delta":{"content":"a"}}],"n":01})", R"({"choices":[{"delta":{"content":"a)",
        R"({"choices":[{"delta":{"content":"a\)", R"({"choices":[{"delta":{"content":"a\"}}]})",
        "{\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}",
        R"({"choices":[{"delta":{"tool_calls":[],"content":"a"}}]})"}) {
    EXPECT_EQ(text_of(json), "(none)") << json;
  }
}

TEST(ChunkScanner, WhatIsRememberedOfAStreamChangesNothing) {
  ChunkScanner scanner;
  std::size_t read = 0;
  for (const char* json :
       {R"({"choices":[{"delta":{"content":"a"}}]})", R"({"choices":[{"delta":{"content":"b\"c\\"}}]})",
        R"({"choices":[{"delta":{"content":""}}]})", R"({"choices":[{"delta":{"content":"a\"}}]})",
        R"({"choices":[{"delta":{"content":"a"},"x":{"content":"b"}}]})",
        R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop","x":{"content":""}}]})",
        "{\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}", R"({"choices":[{"delta":{"content":"}}]})",
        R"({"id":"2","choices":[{"delta":{"content":"d"}}]})",
        R"({"id":"2","choices":[{"delta":{"content":"e"}}]})",
        R"({"choices":[{"delta":{"content":"f"}}]})"}) {
    const auto fast = scanner.scan(json);
    const auto plain = scan_content_chunk(json);
    ASSERT_EQ(fast.has_value(), plain.has_value()) << json;
    if (!plain) continue;
    ++read;
    EXPECT_EQ(fast->raw, plain->raw) << json;
    EXPECT_EQ(fast->escaped, plain->escaped) << json;
  }
  EXPECT_EQ(read, 6U);
}

}  // namespace
}  // namespace assay::llm
