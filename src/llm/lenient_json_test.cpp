#include "llm/lenient_json.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include "base/json_reader.hpp"

namespace assay::llm {
namespace {

struct Case {
  const char* name;
  std::string text;
  const char* expected;  // null: no value
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class LenientJson : public testing::TestWithParam<Case> {};

TEST_P(LenientJson, Reads) {
  const auto read = read_lenient_json(GetParam().text, 0);
  if (GetParam().expected == nullptr) {
    EXPECT_FALSE(read) << read->json;
    return;
  }
  ASSERT_TRUE(read);
  EXPECT_EQ(read->json, GetParam().expected);
  EXPECT_TRUE(base::JsonDocument::parse(read->json)) << read->json;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, LenientJson,
    testing::Values(Case{"Strict", R"({"a":[1,-2.5,true,null,"x\"y\u00e9\ud83d\ude00"]})",
                         "{\"a\":[1,-2.5,true,null,\"x\\\"y\u00e9\U0001F600\"]}"},
                    Case{"TrailingCommas", R"({"a":[1,2,],})", R"({"a":[1,2]})"},
                    Case{"MissingComma", "{\"a\":1 \"b\":[{} {}]}", R"({"a":1,"b":[{},{}]})"},
                    Case{"MissingCommaAfterString", "{\"a\":\"x\"\n\"b\":2}", R"({"a":"x","b":2})"},
                    Case{"SingleQuotes", R"({'a':'it\'s "fine"'})", R"({"a":"it's \"fine\""})"},
                    Case{"Apostrophe", R"({'a':'it's fine', 'b':1})", R"({"a":"it's fine","b":1})"},
                    Case{"Python", "{'a':True,'b':None,'c':False}", R"({"a":true,"b":null,"c":false})"},
                    Case{"Keys", "{a:1, b_c : 2}", R"({"a":1,"b_c":2})"},
                    Case{"Comments", "{// one\n\"a\":1, /* two */ \"b\":2 # three\n}", R"({"a":1,"b":2})"},
                    Case{"CommentLikeText", R"({"a":"http://x # y /* z"})", R"({"a":"http://x # y /* z"})"},
                    Case{"RawNewline", "{\"a\":\"one\ntwo\"}", R"({"a":"one\ntwo"})"},
                    Case{"UnescapedQuotes", R"j({"a":"print("hi", x)","b":1})j",
                         R"j({"a":"print(\"hi\", x)","b":1})j"},
                    Case{"Regex", R"({"a":"\d+\w"})", R"({"a":"\\d+\\w"})"},
                    Case{"Numbers", "[NaN,1e999,-Infinity,+3,007]", R"([null,null,null,3,7])"},
                    Case{"DuplicateKeysStay", R"({"a":1,a:2})", R"({"a":1,"a":2})"},
                    Case{"LoneSurrogate", R"(["\ud800x"])", "[\"\uFFFDx\"]"},
                    Case{"BareWord", R"({"severity":high})", R"({"severity":"high"})"},
                    Case{"TruncatedObject", R"({"a":1)", nullptr},
                    Case{"TruncatedString", R"({"a":"b)", nullptr}, Case{"TruncatedNumber", "[1", nullptr},
                    Case{"NoColon", R"({"a" 1})", nullptr}, Case{"Empty", "", nullptr},
                    Case{"Deep", std::string(10'000, '['), nullptr}),
    [](const auto& test) { return test.param.name; });

TEST(LenientJsonTruncation, NoPrefixOfAnObjectIsAnObject) {
  const std::string text = R"({"issues":[{"quote":"x = {}","n":12}],"summary":"all 'good' here"})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(read_lenient_json(text.substr(0, size), 0)) << text.substr(0, size);
  }
  EXPECT_TRUE(read_lenient_json(text, 0));
}

TEST(LenientJsonEnd, SaysWhereTheValueEnds) {
  const auto read = read_lenient_json("ab {\"a\":1} tail", 3);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->end, 10U);
  EXPECT_FALSE(read->repaired);
}

}  // namespace
}  // namespace assay::llm
