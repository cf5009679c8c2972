#include "llm/reply_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "fakes/reply_cases.hpp"
#include "llm/issue_stream.hpp"

namespace assay::llm {
namespace {

using tests::ReplyCase;

class ReplyForms : public testing::TestWithParam<ReplyCase> {};

TEST_P(ReplyForms, GiveTheCleanReviewOrFailClearly) {
  const auto& form = GetParam();
  const auto reply = read_reply(form.content);
  if (!form.failure.empty()) {
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, base::Errc::corrupt);
    EXPECT_THAT(reply.error().message, testing::HasSubstr(form.failure));
    return;
  }
  ASSERT_TRUE(reply) << reply.error().message << "\n" << form.content;
  ASSERT_GE(reply->issues.size(), static_cast<std::size_t>(form.issues));
  for (const auto& issue : reply->issues) {
    EXPECT_EQ(issue.quote, "x = {}");
    EXPECT_EQ(issue.title, "Title, with comma");
    EXPECT_EQ(issue.detail, "It's \"bad\".");
    EXPECT_EQ(issue.category, core::Category::correctness);
    EXPECT_DOUBLE_EQ(issue.confidence, form.confidence);
  }
  if (form.issues > 0) {
    EXPECT_EQ(core::to_string(reply->issues.back().severity), form.severity);
  }
  EXPECT_EQ(reply->summary, form.has_texts ? "Fine." : "");
  EXPECT_EQ(reply->advice.size(), form.has_texts ? 1U : 0U);
  // Lines that are wrong but well-formed are seen when the issue is placed.
  const bool placed_later = form.name == "LinesPastTheEnd" || form.name == "LinesOffByOne";
  EXPECT_EQ(!reply->coercions.empty(), form.coerced && !placed_later);
}

TEST_P(ReplyForms, WhatIsStreamedDoesNotDependOnTheCuts) {
  const auto stream = [&](std::size_t step) {
    std::vector<std::string> objects;
    IssueStream reader([&](std::string_view object) { objects.emplace_back(object); });
    const std::string_view text = GetParam().content;
    for (std::size_t at = 0; at < text.size(); at += step) reader.feed(text.substr(at, step));
    return objects;
  };
  const auto whole = stream(GetParam().content.size());
  for (const std::size_t step : {1U, 2U, 7U, 64U}) EXPECT_EQ(stream(step), whole) << step;
}

INSTANTIATE_TEST_SUITE_P(Cases, ReplyForms, testing::ValuesIn(tests::reply_cases()),
                         [](const auto& test) { return test.param.name; });

// Wherever the JSON itself is whole, its issues need not wait for the end.
TEST(ReplyReader, FencedAndWrappedIssuesAreStreamed) {
  for (const auto& form : tests::reply_cases()) {
    for (const char* name :
         {"Clean", "FenceOfThree", "FenceOfFour", "FenceUnclosed", "FenceInProse",
          "ProseWithBracesAndFootnotes", "Thoughts", "ThoughtsWithADraft", "AnotherObjectFirst",
          "SchemaEchoedFirst", "ByteOrderMark", "Wrapper", "WrappersInAFence", "BareArray",
          "OtherNameOfTheList", "TrailingCommas", "Comments", "RawNewlines"}) {
      if (form.name != name) continue;
      int objects = 0;
      IssueStream stream(
          [&](std::string_view object) { objects += object.find("x = {}") != object.npos ? 1 : 0; });
      stream.feed(form.content);
      EXPECT_EQ(objects, 1) << name;
    }
  }
}

TEST(ReplyReader, EmptyListsAreReviews) {
  for (const char* text :
       {R"({"issues":[],"advice":[],"summary":"Good."})", "[]", R"({"issues":null,"summary":""})"}) {
    const auto reply = read_reply(text);
    ASSERT_TRUE(reply) << text;
    EXPECT_TRUE(reply->issues.empty());
  }
}

TEST(ReplyReader, TruncationAtAnyByteIsNeverAWholeReview) {
  for (const auto& form : tests::reply_cases()) {
    if (!form.failure.empty() || form.name == "AnEmptyDraftFirst" ||
        form.name == "ThoughtsWithoutTheirStart" || form.name == "WhitespaceAround" ||
        form.name == "ThoughtsWithADraft" || form.name == "Comments")
      continue;
    const auto& text = form.content;
    const auto last = text.rfind("Fine.");
    if (last == std::string::npos || form.name == "DoubleEncoded") continue;
    const auto first = text.find("x = {}");
    for (std::size_t size = first == std::string::npos ? 0 : first; size <= last; ++size)
      EXPECT_FALSE(read_reply(text.substr(0, size))) << form.name << ": " << text.substr(0, size);
  }
  const auto& clean = tests::clean_reply();
  for (std::size_t size = 0; size < clean.size(); ++size) EXPECT_FALSE(read_reply(clean.substr(0, size)));
}

TEST(ReplyReader, CoercionsOfAReplyThatIsWrongEverywhereAreBounded) {
  std::string text = R"({"issues":[)";
  for (int i = 0; i < 900; ++i) text += R"({"title":"t","severity":"odd"},)";
  const auto reply = read_reply(text + "]}");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->issues.size(), 900U);
  EXPECT_EQ(reply->coercions.size(), 101U);
  EXPECT_THAT(reply->coercions.back(), testing::HasSubstr("more of the kind"));
}

TEST(ReplyReader, OpinionsOnEvidence) {
  const auto reply = read_reply(
      R"({"issues":[],"evidence":[{"id":"E2","verdict":"rejected","reason":"It is a constant."},)"
      R"({"id":7,"verdict":"Confirmed"},{"id":"E3","verdict":"unsure"},{"id":"x","verdict":"rejected"},)"
      R"({"id":"4","confirmed":false}],"summary":""})");
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->evidence.size(), 3U);
  EXPECT_EQ(reply->evidence[0].number, 2);
  EXPECT_FALSE(reply->evidence[0].confirmed);
  EXPECT_EQ(reply->evidence[0].reason, "It is a constant.");
  EXPECT_TRUE(reply->evidence[1].confirmed);
  EXPECT_EQ(reply->evidence[2].number, 4);
  EXPECT_FALSE(reply->evidence[2].confirmed);
}

// Any damage gives an answer or an error, and never more than the text can hold.
TEST(ReplyReader, SeededDamageDoesNoHarm) {
  std::mt19937 random(7);
  const auto at_most = [&](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
  static constexpr std::string_view kBytes = "{}[]\"'\\,:/*# \n0truefalsenull<>\xff\xe2";
  for (int round = 0; round < 3'000; ++round) {
    auto text = tests::reply_cases()[at_most(tests::reply_cases().size())].content.substr(0, 2'000);
    for (std::size_t edits = 1 + at_most(6); edits > 0 && !text.empty(); --edits) {
      const auto at = at_most(text.size());
      switch (at_most(3)) {
        case 0:
          text.erase(at, 1 + at_most(20));
          break;
        case 1:
          text.insert(at, 1, kBytes[at_most(kBytes.size())]);
          break;
        default:
          text[at] = kBytes[at_most(kBytes.size())];
      }
    }
    const auto reply = read_reply(text);
    if (reply) {
      EXPECT_LE(reply->issues.size(), text.size() / 2);
    }
  }
}

}  // namespace
}  // namespace assay::llm
