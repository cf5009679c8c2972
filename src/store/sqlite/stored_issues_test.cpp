#include "store/sqlite/stored_issues.hpp"

#include <gtest/gtest.h>

namespace assay::store {
namespace {

TEST(StoredIssues, come_back_as_they_were) {
  const std::vector<StoredIssue> issues = {
      {1, core::Severity::high, core::Category::security},
      {0x0123456789abcdef, core::Severity::low, core::Category::testability}};
  EXPECT_EQ(decode_issues(encode_issues(issues)), issues);
  EXPECT_EQ(decode_issues(""), std::vector<StoredIssue>{});
}

TEST(StoredIssues, other_bytes_are_refused) {
  std::string bytes = encode_issues({{1, core::Severity::low, core::Category::correctness}});
  EXPECT_FALSE(decode_issues(bytes.substr(1)));
  bytes[8] = 3;
  EXPECT_FALSE(decode_issues(bytes));
  bytes[8] = 0;
  bytes[9] = 6;
  EXPECT_FALSE(decode_issues(bytes));
}

}  // namespace
}  // namespace assay::store
