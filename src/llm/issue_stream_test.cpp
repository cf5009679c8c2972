#include "llm/issue_stream.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace assay::llm {
namespace {

std::vector<std::string> read(std::string_view text, std::size_t step) {
  std::vector<std::string> objects;
  IssueStream stream([&](std::string_view object) { objects.emplace_back(object); });
  for (std::size_t at = 0; at < text.size(); at += step) stream.feed(text.substr(at, step));
  return objects;
}

TEST(IssueStream, HandsOverEachObjectWhateverTheCuts) {
  const std::string text =
      R"({"issues":[{"quote":"a[\"}\\\"]","n":{"x":[1]}} , {"quote":"b"}],"advice":["{"],"summary":"issues [ {"})";
  const std::vector<std::string> expected = {R"({"quote":"a[\"}\\\"]","n":{"x":[1]}})", R"({"quote":"b"})"};
  for (std::size_t step = 1; step <= text.size(); ++step) EXPECT_EQ(read(text, step), expected) << step;
}

TEST(IssueStream, ObjectsComeBeforeTheEnd) {
  std::vector<std::string> objects;
  IssueStream stream([&](std::string_view object) { objects.emplace_back(object); });
  stream.feed(R"({"issues":[{"a":1)");
  EXPECT_TRUE(objects.empty());
  stream.feed("}");
  EXPECT_EQ(objects.size(), 1U);
}

TEST(IssueStream, FencesAndWrappersAreSeenThrough) {
  EXPECT_EQ(read("```json\n{\"review\":{\"issues\":[{\"a\":1}]}}\n```", 3).size(), 1U);
  EXPECT_EQ(read("\xef\xbb\xbf \n{\"issues\":[{}]}", 1).size(), 1U);
}

TEST(IssueStream, WhatStandsBeforeIsPassedOver) {
  for (const char* lead : {"Here {as asked} is [1] it:\n", "<think>{\"issues\":[{\"no\":1}]}</think>\n",
                           "{\"ok\":[{}]} ", "<thinking>a < b</thinking>```\n", "\xef\xbb\xbf```json\n",
                           R"({"properties":{"issues":{"type":"array","items":[{"a":1}]}}} )"}) {
    for (const std::size_t step : {1U, 2U, 1'000U}) {
      EXPECT_EQ(read(std::string(lead) + R"({"issues":[{"a":1}]} {"issues":[{"late":1}]})", step),
                std::vector<std::string>{R"({"a":1})"})
          << lead;
    }
  }
}

TEST(IssueStream, BareListsAndDeepWrappers) {
  EXPECT_EQ(read(R"([{"a":1},{"b":[{}]}])", 1).size(), 2U);
  EXPECT_EQ(read(R"({"x":{"review":{"result":{"findings":[{"a":1}]}}}})", 1).size(), 1U);
  EXPECT_TRUE(read(R"(The list [{"a":1}] is no review)", 1).empty());
}

TEST(IssueStream, OtherTextIsLeftAlone) {
  EXPECT_TRUE(read(R"(<think>{"issues":[{"a":1}]}</think>)", 1).empty());
  EXPECT_TRUE(read(R"({"properties":{"issues":{"type":"array","items":[{"a":1}]}}})", 1).empty());
  EXPECT_TRUE(read(R"({"issues":[}{"a":1}]})", 1).empty());
  EXPECT_TRUE(read(std::string(1000, '['), 7).empty());
  EXPECT_TRUE(read(R"({"a":)" + std::string(1000, '['), 7).empty());
}

}  // namespace
}  // namespace assay::llm
