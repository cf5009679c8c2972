#include "core/mask_secrets.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

TEST(MaskSecrets, ReplacesEveryPlaceAtTheSameLength) {
  const std::vector<std::string> secrets = {"hunter2hunter2", "s3cr3t!"};
  EXPECT_EQ(mask_secrets("a = 'hunter2hunter2' + \"s3cr3t!\" + 's3cr3t!'", secrets),
            "a = 'REDACTED_REDAC' + \"REDACTE\" + 'REDACTE'");
  EXPECT_EQ(mask_secrets("nothing", secrets), "nothing");
  EXPECT_EQ(mask_secrets("", secrets), "");
}

TEST(MaskSecrets, LinesOfALongSecretAreHiddenOneByOne) {
  const std::vector<std::string> secrets = {"\nMIIEowIBAAKCAQEA7\nkq2Lz0aPq8Xw3\nshort\n"};
  EXPECT_EQ(mask_secrets("key: MIIEowIBAAKCAQEA7", secrets), "key: REDACTED_REDACTED");
  EXPECT_EQ(mask_secrets("a short line", secrets), "a short line");
}

TEST(MaskSecrets, AnIssueHasNoneLeft) {
  Issue issue;
  issue.title = "Password hunter2x in the source";
  issue.detail = "hunter2x is seen by all";
  issue.quote = "pw = 'hunter2x'";
  issue.suggestion = Suggestion{{1, 1}, "pw = env('hunter2x')"};
  issue.trace.push_back({});
  issue.trace.back().note = "from hunter2x";
  mask_secrets(issue, std::vector<std::string>{"hunter2x"});
  for (const auto& text : {issue.title, issue.detail, issue.quote, issue.trace[0].note})
    EXPECT_EQ(text.find("hunter2x"), std::string::npos) << text;
  EXPECT_FALSE(issue.suggestion) << "it would write a placeholder into the code";
}

}  // namespace
}  // namespace assay::core
