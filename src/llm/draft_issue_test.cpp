#include "llm/draft_issue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace assay::llm {
namespace {

using core::Category;
using core::LineRange;
using core::Severity;

struct Read {
  std::optional<DraftIssue> issue;
  std::vector<std::string> coercions;
};

Read read(const std::string& json) {
  const auto document = base::JsonDocument::parse(json);
  EXPECT_TRUE(document) << json;
  Read result;
  result.issue = read_draft_issue(document->root(), result.coercions);
  return result;
}

TEST(DraftIssue, CleanIssueNeedsNoCoercion) {
  const auto [issue, coercions] = read(
      R"({"quote":"a","start_line":3,"end_line":4,"title":"T","detail":"D.","category":"security","severity":"med",)"
      R"("cwe":"CWE-89","confidence":0.8,"replacement":"b"})");
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->claimed, (LineRange{3, 4}));
  EXPECT_EQ(issue->category, Category::security);
  EXPECT_EQ(issue->severity, Severity::med);
  EXPECT_EQ(issue->cwe, std::vector<int>{89});
  EXPECT_DOUBLE_EQ(issue->confidence, 0.8);
  EXPECT_EQ(issue->replacement, "b");
  EXPECT_THAT(coercions, testing::IsEmpty());
}

TEST(DraftIssue, OtherNamesNullsAndMissingFields) {
  const auto [issue, coercions] = read(
      R"({"description":"Adds wrong. Then more.","code":"a+b","line":7,"type":"Bug","priority":"Critical","fix":null})");
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->title, "Adds wrong");
  EXPECT_EQ(issue->quote, "a+b");
  EXPECT_EQ(issue->claimed, (LineRange{7, 7}));
  EXPECT_EQ(issue->category, Category::correctness);
  EXPECT_EQ(issue->severity, Severity::high);
  EXPECT_DOUBLE_EQ(issue->confidence, 0.5);
  EXPECT_EQ(coercions.size(), 3U);
}

TEST(DraftIssue, EmptyOnesAreLeftOut) {
  EXPECT_FALSE(read("{}").issue);
  EXPECT_FALSE(read(R"({"title":null,"detail":" "})").issue);
  EXPECT_FALSE(read("[1]").issue);
}

TEST(DraftIssue, ControlCharactersGo) {
  EXPECT_EQ(read(R"({"title":"a\u0000b\u0007c"})").issue->title, "abc");
}

struct LineCase {
  const char* json;
  std::optional<LineRange> expected;
};
void PrintTo(const LineCase& c, std::ostream* out) { *out << c.json; }
class DraftLines : public testing::TestWithParam<LineCase> {};
TEST_P(DraftLines, Reads) {
  EXPECT_EQ(read(std::string(R"({"title":"t",)") + GetParam().json + "}").issue->claimed,
            GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Forms, DraftLines,
                         testing::Values(LineCase{R"("start_line":"12","end_line":"15")", LineRange{12, 15}},
                                         LineCase{R"("start_line":12.0,"end_line":null)", LineRange{12, 12}},
                                         LineCase{R"("start_line":15,"end_line":12)", LineRange{12, 15}},
                                         LineCase{R"("lines":"L12-L15")", LineRange{12, 15}},
                                         LineCase{R"("lines":"12-15")", LineRange{12, 15}},
                                         LineCase{R"("lines":[12,15])", LineRange{12, 15}},
                                         LineCase{R"("start_line":0,"end_line":0)", std::nullopt},
                                         LineCase{R"("start_line":"here")", std::nullopt},
                                         LineCase{R"("end_line":9)", LineRange{9, 9}},
                                         LineCase{R"("start_line":1e300)", std::nullopt}));

struct ConfidenceCase {
  const char* json;
  std::optional<double> expected;
};
void PrintTo(const ConfidenceCase& c, std::ostream* out) { *out << c.json; }
class Confidence : public testing::TestWithParam<ConfidenceCase> {};
TEST_P(Confidence, Reads) {
  const auto document = base::JsonDocument::parse(GetParam().json);
  EXPECT_EQ(read_confidence(document->root()), GetParam().expected) << GetParam().json;
}
INSTANTIATE_TEST_SUITE_P(
    Forms, Confidence,
    testing::Values(ConfidenceCase{"0.8", 0.8}, ConfidenceCase{"1", 1.0}, ConfidenceCase{"0", 0.0},
                    ConfidenceCase{"\"0.8\"", 0.8}, ConfidenceCase{"80", 0.8}, ConfidenceCase{"\"80%\"", 0.8},
                    ConfidenceCase{"\" 85 % \"", 0.85}, ConfidenceCase{"\"8/10\"", 0.8},
                    ConfidenceCase{"\"High\"", 0.9}, ConfidenceCase{"7", std::nullopt},
                    ConfidenceCase{"-1", std::nullopt}, ConfidenceCase{"101", std::nullopt},
                    ConfidenceCase{"\"11/10\"", std::nullopt}, ConfidenceCase{"\"sure\"", std::nullopt},
                    ConfidenceCase{"null", std::nullopt}));

TEST(IssueWords, SynonymsInAnyCase) {
  EXPECT_EQ(severity_of_word("CRITICAL"), Severity::high);
  EXPECT_EQ(severity_of_word("Warning"), Severity::med);
  EXPECT_EQ(severity_of_word("very high"), Severity::high);
  EXPECT_EQ(severity_of_word("low (style)"), Severity::low);
  EXPECT_EQ(severity_of_word("banana"), std::nullopt);
  EXPECT_EQ(category_of_word("Error-Handling"), Category::correctness);
  EXPECT_EQ(category_of_word("Security / Injection"), Category::security);
  EXPECT_EQ(category_of_word("PERF"), Category::performance);
  EXPECT_EQ(category_of_word("best practices"), Category::maintainability);
  EXPECT_EQ(category_of_word(""), std::nullopt);
}

}  // namespace
}  // namespace assay::llm
