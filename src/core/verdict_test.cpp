#include "core/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::core {
namespace {

std::vector<Issue> one_issue() {
  Issue issue;
  issue.fingerprint = "f1";
  issue.detail = "A shell runs it.";
  issue.confidence = 0.8;
  issue.sources = {"static"};
  return {issue};
}

EvidenceVerdict verdict(bool confirmed, std::string fingerprint = "f1") {
  return {std::move(fingerprint), confirmed, "the text is a constant", "llm:m"};
}

TEST(Verdict, ConfirmedFindingsNameBothAndAreSurer) {
  auto issues = one_issue();
  apply_verdicts(issues, {verdict(true)});
  EXPECT_THAT(issues[0].sources, testing::ElementsAre("static", "llm:m"));
  EXPECT_DOUBLE_EQ(issues[0].confidence, 0.9);
  EXPECT_EQ(issues[0].detail, "A shell runs it.");
}

TEST(Verdict, RejectedFindingsLoseConfidenceVisibly) {
  auto issues = one_issue();
  apply_verdicts(issues, {verdict(false)});
  EXPECT_THAT(issues[0].sources, testing::ElementsAre("static"));
  EXPECT_DOUBLE_EQ(issues[0].confidence, 0.4);
  EXPECT_EQ(
      issues[0].detail,
      "A shell runs it.\n\nllm:m does not confirm this: the text is a constant. The confidence was lowered "
      "from 80 % to 40 %.");
}

TEST(Verdict, TheMajorityCountsAndATieChangesNothing) {
  auto issues = one_issue();
  apply_verdicts(issues, {verdict(false), verdict(true)});
  EXPECT_EQ(issues, one_issue());
  apply_verdicts(issues, {verdict(false), verdict(true), verdict(false)});
  EXPECT_DOUBLE_EQ(issues[0].confidence, 0.4);
}

TEST(Verdict, OthersAreLeftAlone) {
  auto issues = one_issue();
  apply_verdicts(issues, {verdict(false, "f2"), verdict(false, "")});
  EXPECT_EQ(issues, one_issue());
}

}  // namespace
}  // namespace assay::core
