// Submissions of several files, diffs and large code with a model, through the real binary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "fakes/fake_provider.hpp"
#include "integration/assay_process.hpp"

namespace assay::tests {
namespace {

using testing::HasSubstr;

struct Bench {
  Bench() {
    fakes::FakeOptions options;
    options.keep_bodies = true;
    provider = fakes::FakeProvider::start(std::move(options)).value();
    server = std::make_unique<AssayProcess>(
        std::vector<std::string>{"rate_limit_per_hour=0"},
        std::map<std::string, std::string>{{"OPENAI_API_KEY", "test-key"},
                                           {"OPENAI_BASE_URL", provider->origin() + "/v1"}});
  }
  std::unique_ptr<fakes::FakeProvider> provider;
  std::unique_ptr<AssayProcess> server;
};

const char* const kShell = "import os\n\n\ndef run(cmd):\n    os.system(cmd)\n";
const char* const kEval = "def load(text):\n    return eval(text)\n";

std::string body_of(const char* diff) {
  std::string body;
  base::JsonWriter json(body);
  json.begin_object().key("files").begin_array();
  if (diff == nullptr) json.begin_object().field("path", "app/shell.py").field("code", kShell).end_object();
  json.begin_object().field("path", "app/load.py").field("code", kEval).end_object();
  json.end_array();
  if (diff != nullptr) json.field("diff", diff);
  json.key("options")
      .begin_object()
      .key("reviewers")
      .begin_array()
      .value("llm")
      .end_array()
      .end_object()
      .end_object();
  return body;
}

TEST(Files, IssuesCarryTheirPathAndLinesOfTheirFile) {
  Bench bench;
  const auto finished = bench.server->review(body_of(nullptr));
  const auto document = base::JsonDocument::parse(finished.review);
  ASSERT_TRUE(document) << finished.review;
  EXPECT_EQ(document->root().find("status")->as_string(), "completed") << finished.review;
  std::map<std::string, std::int64_t> lines;
  for (const auto& issue : document->root().find("issues")->items())
    lines[std::string(*issue.find("path")->as_string())] = issue.find("start_line")->as_int().value_or(0);
  EXPECT_EQ(lines, (std::map<std::string, std::int64_t>{{"app/load.py", 2}, {"app/shell.py", 5}}));
  std::map<std::string, std::int64_t> covered;
  for (const auto& range : document->root().find("coverage")->find("ranges")->items()) {
    EXPECT_EQ(range.find("state")->as_string(), "reviewed");
    covered[std::string(*range.find("path")->as_string())] = range.find("end_line")->as_int().value_or(0);
  }
  EXPECT_EQ(covered, (std::map<std::string, std::int64_t>{{"app/load.py", 2}, {"app/shell.py", 5}}));
  EXPECT_EQ(bench.provider->log().all().size(), 2U);
}

TEST(Files, OfADiffOnlyWhatItTouchesIsSentAndShown) {
  Bench bench;
  const auto finished = bench.server->review(body_of(
      "--- a/app/load.py\n+++ b/app/load.py\n@@ -1,2 +1,3 @@\n def load(text):\n+    text = eval(input())\n"
      "     return eval(text)\n"));
  const auto document = base::JsonDocument::parse(finished.review);
  ASSERT_TRUE(document) << finished.review;
  const auto log = bench.provider->log().all();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_THAT(log[0].body, HasSubstr("Changed lines: 2."));
  const auto issues = document->root().find("issues")->items();
  ASSERT_EQ(issues.size(), 1U) << finished.review;
  EXPECT_EQ(issues[0].find("path")->as_string(), "app/load.py");
  EXPECT_EQ(issues[0].find("start_line")->as_int(), 2);
  const auto filtered = document->root().find("filtered")->items();
  ASSERT_EQ(filtered.size(), 1U);
  EXPECT_EQ(filtered[0].find("reason")->as_string(), "outside_change");
}

}  // namespace
}  // namespace assay::tests
