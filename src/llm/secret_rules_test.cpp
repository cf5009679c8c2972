#include "llm/secret_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "llm/embedded_files.hpp"

namespace assay::llm {
namespace {

using testing::HasSubstr;

std::string problem_of(std::string_view json) {
  const auto rules = SecretRules::parse(json);
  if (!rules) return rules.error().message;
  const auto checked = (*rules)->check();
  return checked ? "" : checked.error().message;
}

TEST(SecretRules, TheBuiltInOnesAllCompile) { EXPECT_EQ(problem_of(embedded::kSecretRules), ""); }

TEST(SecretRules, BrokenOnesAreNamed) {
  const std::string before = R"~({"rules":[{"id":"odd","keywords":["x"])~";
  EXPECT_THAT(problem_of("{"), HasSubstr("not JSON"));
  EXPECT_THAT(problem_of(R"~({"rules":[]})~"), HasSubstr("no keywords"));
  EXPECT_THAT(problem_of(before + "}]}"), HasSubstr("lacks its id or regex"));
  EXPECT_THAT(problem_of(before + R"~(,"regex":"("}]})~"), HasSubstr("odd"));
  EXPECT_THAT(problem_of(before + R"~(,"regex":"no group"}]})~"), HasSubstr("odd"));
  EXPECT_THAT(problem_of(before + R"~(,"regex":"(a)","allow":["["]}]})~"), HasSubstr("odd"));
  EXPECT_THAT(problem_of(before + R"~(,"regex":"(a)"}],"allow":["["]})~"), HasSubstr("allowed values"));
}

}  // namespace
}  // namespace assay::llm
