#include "llm/place_issue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::llm {
namespace {

using core::LineRange;

const std::string kCode =
    "def f(x):\n"
    "    if x == None:\n"
    "        return run(x, shell=True)\n"
    "    pw = \"REDACTED_\"\n";

DraftIssue draft(std::string quote, int line, std::string replacement = {}) {
  DraftIssue d;
  d.title = "T";
  d.quote = std::move(quote);
  d.claimed = LineRange{line, line};
  d.replacement = std::move(replacement);
  return d;
}

struct Placed {
  core::Issue issue;
  std::vector<std::string> coercions;
};

Placed place(DraftIssue d) {
  const CodeIndex index(kCode);
  const std::pair<std::size_t, std::size_t> span{kCode.find("REDACTED_"), kCode.find("REDACTED_") + 9};
  Placed result;
  result.issue = place_issue(std::move(d), {index, {&span, 1}, "a.py", "llm:m"}, result.coercions);
  return result;
}

TEST(PlaceIssue, QuoteBecomesTheCode) {
  const auto [issue, coercions] = place(draft("if   x == None:", 9));
  EXPECT_EQ(issue.lines, (LineRange{2, 2}));
  EXPECT_EQ(issue.quote, "if x == None:");
  EXPECT_EQ(issue.path, "a.py");
  EXPECT_THAT(issue.sources, testing::ElementsAre("llm:m"));
  EXPECT_THAT(coercions, testing::ElementsAre(testing::HasSubstr("moved from line 9 to line 2")));
}

TEST(PlaceIssue, InventedQuotesHaveNoPlaceAndNoSuggestion) {
  const auto [issue, coercions] = place(draft("os.remove(x)", 2, "pass"));
  EXPECT_FALSE(issue.lines);
  EXPECT_FALSE(issue.suggestion);
  EXPECT_EQ(issue.quote, "os.remove(x)");
  EXPECT_EQ(coercions.size(), 1U);
}

TEST(PlaceIssue, ReplacementsBecomeWholeLines) {
  const auto line = place(draft("    if x == None:", 2, "    if x is None:")).issue.suggestion;
  ASSERT_TRUE(line);
  EXPECT_EQ(line->lines, (LineRange{2, 2}));
  EXPECT_EQ(line->replacement, "    if x is None:");
  EXPECT_EQ(place(draft("if x == None:", 2, "if x is None:")).issue.suggestion->replacement,
            "    if x is None:");
  EXPECT_EQ(place(draft("shell=True", 3, "shell=False")).issue.suggestion->replacement,
            "        return run(x, shell=False)");
}

TEST(PlaceIssue, LinesOfAReplacementKeepOrGetTheirIndentation) {
  const std::string expected = "    if x is None:\n        return 0";
  EXPECT_EQ(place(draft("    if x == None:", 2, "    if x is None:\n        return 0\n"))
                .issue.suggestion->replacement,
            expected);
  EXPECT_EQ(place(draft("if x == None:", 2, "if x is None:\n    return 0")).issue.suggestion->replacement,
            expected);
}

TEST(PlaceIssue, NoSuggestionThatChangesNothingOrWritesAPlaceholder) {
  EXPECT_FALSE(place(draft("if x == None:", 2, "if x == None:")).issue.suggestion);
  EXPECT_FALSE(place(draft("pw = \"REDACTED_\"", 4, "pw = getenv(\"PW\")")).issue.suggestion);
  EXPECT_TRUE(place(draft("if x == None:", 2, "")).issue.lines);
}

}  // namespace
}  // namespace assay::llm
