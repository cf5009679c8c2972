#include "fakes/plausible_review.hpp"

#include <gtest/gtest.h>

namespace assay::fakes {
namespace {

TEST(PlausibleReview, FindsRealThingsAndQuotesThemVerbatim) {
  const std::vector<CodeLine> code = {
      {1, "def mean(xs, seen=[]):"}, {2, "    return sum(xs) / len(xs)"}, {3, "# eval(x)"}};
  const auto review = make_plausible_review(code, 7, 10);
  ASSERT_EQ(review.issues.size(), 2U);
  EXPECT_EQ(review.issues[0].quote, "def mean(xs, seen=[]):");
  EXPECT_EQ(review.issues[1].start_line, 2);
  EXPECT_EQ(review.issues[1].category, "correctness");
}

TEST(PlausibleReview, CleanCodeStaysClean) {
  const std::vector<CodeLine> code = {{1, "int add(int a, int b) {"}, {2, "  return a + b;"}, {3, "}"}};
  EXPECT_TRUE(make_plausible_review(code, 7, 10).issues.empty());
}

TEST(PlausibleReview, NestedLoopsAreOneIssueOverBothLines) {
  const std::vector<CodeLine> code = {{4, "for a in xs:"}, {5, "    for b in ys:"}, {6, "        f(a, b)"}};
  const auto review = make_plausible_review(code, 7, 10);
  ASSERT_EQ(review.issues.size(), 1U);
  EXPECT_EQ(review.issues[0].quote, "for a in xs:\n    for b in ys:");
  EXPECT_EQ(review.issues[0].end_line, 5);
}

TEST(PlausibleReview, KeepsTheWorstWhenThereAreTooMany) {
  const std::vector<CodeLine> code = {{1, "if x == None:"}, {2, "eval(x)"}};
  const auto review = make_plausible_review(code, 7, 1);
  ASSERT_EQ(review.issues.size(), 1U);
  EXPECT_EQ(review.issues[0].severity, "high");
}

}  // namespace
}  // namespace assay::fakes
