#include "llm/samples.hpp"

#include <gtest/gtest.h>

namespace assay::llm {
namespace {

SampledIssue found(int sample, std::string title, int line, core::Severity severity = core::Severity::med) {
  SampledIssue one;
  one.sample = sample;
  one.issue.title = std::move(title);
  one.issue.lines = core::LineRange{line, line};
  one.issue.severity = severity;
  one.issue.confidence = 0.9;
  one.issue.sources = {"llm:m"};
  return one;
}

TEST(Samples, AgreementIsTheShareOfRunsThatFoundIt) {
  const auto issues =
      combine_samples({found(0, "Division by zero", 3), found(0, "Unclosed file", 9),
                       found(1, "Division by zero here", 3, core::Severity::high),
                       found(2, "Possible division by zero", 3), found(2, "Division by zero", 3)},
                      3);
  ASSERT_EQ(issues.size(), 2U);
  EXPECT_EQ(issues[0].agreement, 1.0);
  EXPECT_DOUBLE_EQ(issues[0].confidence, 0.9);
  EXPECT_EQ(issues[0].severity, core::Severity::high);
  EXPECT_DOUBLE_EQ(*issues[1].agreement, 1.0 / 3);
  EXPECT_DOUBLE_EQ(issues[1].confidence, 0.3);
}

TEST(Samples, OneRunHasNoAgreement) {
  const auto issues = combine_samples({found(0, "Division by zero", 3)}, 1);
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_FALSE(issues[0].agreement);
  EXPECT_DOUBLE_EQ(issues[0].confidence, 0.9);
}

}  // namespace
}  // namespace assay::llm
