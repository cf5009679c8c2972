#include "fakes/answer_faults.hpp"

#include <gtest/gtest.h>

#include "base/json_reader.hpp"

namespace assay::fakes {
namespace {

FakeReview sample() {
  const std::vector<CodeLine> code = {{1, "x = eval(\"1\")"}, {2, "y = sum(xs) / len(xs)"}};
  return make_plausible_review(code, 1, 10);
}

TEST(AnswerFaults, CleanAnswerIsTheReviewAsJson) {
  const auto answer = make_answer(sample(), Fault{});
  const auto document = base::JsonDocument::parse(answer.content);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().find("issues")->items().size(), 2U);
}

// Those that are no valid JSON as they stand, and so need a repair.
TEST(AnswerFaults, BrokenFormsAreBroken) {
  for (const char* kind :
       {"garbage", "fenced", "fence4", "fence-open", "prose", "think", "two-objects", "trailing-comma",
        "single-quotes", "json-comments", "raw-newlines", "cut-json", "blank", "loop", "invalid-utf8"}) {
    const auto answer = make_answer(sample(), parse_fault(kind).value());
    EXPECT_FALSE(base::JsonDocument::parse(answer.content)) << kind;
  }
}

TEST(AnswerFaults, OddFormsAreStillJson) {
  for (const char* kind :
       {"wrapper", "bare-array", "array-string", "double-encoded", "extra-keys", "null-fields",
        "confidence-texts", "line-texts", "synonyms", "wrong-lines", "invented", "duplicates"}) {
    const auto answer = make_answer(sample(), parse_fault(kind).value());
    EXPECT_TRUE(base::JsonDocument::parse(answer.content)) << kind << ": " << answer.content;
    EXPECT_NE(answer.content, make_answer(sample(), Fault{}).content) << kind;
  }
}

TEST(AnswerFaults, LengthCutsAndSaysSo) {
  const auto answer = make_answer(sample(), parse_fault("length:at=20").value());
  EXPECT_EQ(answer.content.size(), 20U);
  EXPECT_EQ(answer.finish, Answer::Finish::length);
}

}  // namespace
}  // namespace assay::fakes
