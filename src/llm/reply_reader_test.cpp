#include "llm/reply_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace assay::llm {
namespace {

const std::string kIssue =
    R"({"quote":"x = {}","start_line":3,"end_line":3,"title":"Title, with comma","detail":"It's \"bad\".",)"
    R"("category":"correctness","severity":"med","cwe":"","confidence":0.75,"replacement":""})";
const std::string kClean = R"({"issues":[)" + kIssue + R"(],"advice":["Test it."],"summary":"Fine."})";

std::string quoted(const std::string& json) {
  std::string out = "\"";
  for (const char c : json) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

struct Case {
  const char* name;
  std::string reply;
  bool has_summary = true;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

// Every form here must give the review of the clean reply.
class ReplyForms : public testing::TestWithParam<Case> {};

TEST_P(ReplyForms, GiveTheSameReview) {
  const auto reply = read_reply(GetParam().reply);
  ASSERT_TRUE(reply) << reply.error().message << "\n" << GetParam().reply;
  ASSERT_EQ(reply->issues.size(), 1U);
  const auto& issue = reply->issues[0];
  EXPECT_EQ(issue.quote, "x = {}");
  EXPECT_EQ(issue.title, "Title, with comma");
  EXPECT_EQ(issue.detail, "It's \"bad\".");
  EXPECT_EQ(issue.claimed, (core::LineRange{3, 3}));
  EXPECT_DOUBLE_EQ(issue.confidence, 0.75);
  if (GetParam().has_summary) {
    EXPECT_EQ(reply->summary, "Fine.");
    EXPECT_THAT(reply->advice, testing::ElementsAre("Test it."));
  }
  EXPECT_EQ(reply->coercions.empty(), std::string_view(GetParam().name) == "Clean");
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ReplyForms,
    testing::Values(
        Case{"Clean", kClean}, Case{"Fence", "```json\n" + kClean + "\n```"},
        Case{"Fence4", "````\n" + kClean + "\n````\n"}, Case{"FenceOpen", "```json\n" + kClean},
        Case{"Prose", "My review {as asked} of [1]:\n" + kClean + "\nThe set {a, b} in [1] and {c: 1}."},
        Case{"Think", "<think>Maybe {\"issues\":[]}? No.</think>\n" + kClean},
        Case{"ThinkWithoutStart", "Maybe {\"issues\":[]}?</think>" + kClean},
        Case{"TwoObjects", "{\"status\":\"ok\"} " + kClean},
        Case{"EmptyDraftFirst", "{\"issues\":[]}\n" + kClean},
        Case{"TrailingCommas", R"({"issues":[)" + kIssue.substr(0, kIssue.size() - 1) +
                                   R"(,},],"advice":["Test it.",],"summary":"Fine.",})"},
        Case{"Comments", "{ // review\n" + kClean.substr(1)},
        Case{"RawNewlines",
             "{\"issues\":\n[" + kIssue + "], \"advice\":[\"Test it.\"], \"summary\":\"Fine.\" #end\n}"},
        Case{
            "UnescapedQuotes",
            R"({"issues":[{"quote":"x = {}","start_line":3,"end_line":3,"title":"Title, with comma","detail":"It's "bad".",)"
            R"("category":"correctness","severity":"med","cwe":"","confidence":0.75,"replacement":""}],)"
            R"("advice":["Test it."],"summary":"Fine."})"},
        Case{
            "SingleQuotes",
            R"({'issues':[{'quote':'x = {}','start_line':3,'end_line':3,'title':'Title, with comma','detail':'It\'s "bad".',)"
            R"('category':'correctness','severity':'med','cwe':None,'confidence':0.75,'replacement':''}],)"
            R"('advice':['Test it.'],'summary':'Fine.'})"},
        Case{"DoubleEncoded", quoted(kClean)}, Case{"Wrapper", "{\"review\":" + kClean + "}"},
        Case{"WrapperInFence", "```\n{\"result\":{\"review\":" + kClean + "}}\n```"},
        Case{"BareArray", "[" + kIssue + "]", false},
        Case{"ArrayString",
             R"({"issues":)" + quoted("[" + kIssue + "]") + R"(,"advice":["Test it."],"summary":"Fine."})"},
        Case{"OtherName", R"({"findings":[)" + kIssue + R"(],"advice":["Test it."],"summary":"Fine."})"},
        Case{
            "SchemaEcho",
            R"({"type":"object","properties":{"issues":{"type":"array","items":{}}},"required":["issues"]} )" +
                kClean},
        Case{"InvalidUtf8", "\xff" + kClean}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ReplyReader, EmptyListsAreReviews) {
  for (const char* text :
       {R"({"issues":[],"advice":[],"summary":"Good."})", "[]", R"({"issues":null,"summary":""})"}) {
    const auto reply = read_reply(text);
    ASSERT_TRUE(reply) << text;
    EXPECT_TRUE(reply->issues.empty());
  }
}

TEST(ReplyReader, WhatHoldsNoReviewFails) {
  for (const std::string& text :
       {std::string(""), std::string("   \n\t"), std::string("I like it."), std::string("See [1] and {x}."),
        std::string("null"), std::string("42"),
        std::string(R"({"type":"object","properties":{"issues":{"type":"array"}}})"),
        std::string(R"({"issues":7})"), std::string(5'000, ' '), std::string(200'000, '{'),
        std::string(200'000, '['), std::string(R"({"error":"no"})")}) {
    const auto reply = read_reply(text);
    EXPECT_FALSE(reply) << text.substr(0, 50);
    if (!reply) {
      EXPECT_EQ(reply.error().code, base::Errc::corrupt);
    }
  }
}

TEST(ReplyReader, TruncationAtAnyByteIsNeverAWholeReview) {
  for (const std::string& text : {kClean, "```json\n" + kClean, "Here:\n" + kClean}) {
    const auto last = text.rfind('}');
    for (std::size_t size = 0; size <= last; ++size) {
      EXPECT_FALSE(read_reply(text.substr(0, size))) << text.substr(0, size);
    }
    EXPECT_TRUE(read_reply(text.substr(0, last + 1)));
  }
}

}  // namespace
}  // namespace assay::llm
