#include "cli/project/project_file.hpp"

#include <gtest/gtest.h>

namespace assay::cli {
namespace {

constexpr auto kText = R"(
exclude = ["vendor/", "*.min.js"]
[rules]
"py.float-equality" = "off"
"go.*" = "low"
"go.sql-injection" = "high"
"common.long-function" = "on"
[paths."tests/"]
"common.secret" = "off"
"py.*" = "low"
)";

ProjectFile good() {
  auto parsed = ProjectFile::parse(kText, ".assay.toml");
  EXPECT_TRUE(parsed.has_value()) << parsed.error().message;
  return parsed ? std::move(*parsed) : ProjectFile{};
}

TEST(ProjectFile, RulesAreTurnedOffAndGivenSeverities) {
  const ProjectFile file = good();
  EXPECT_TRUE(file.judge("py.float-equality", "a.py").off);
  EXPECT_EQ(file.judge("py.float-equality", "a.py").note, ".assay.toml:4: py.float-equality = off");
  EXPECT_EQ(file.judge("go.ignored-error", "a.go").severity, core::Severity::low);
  EXPECT_EQ(file.judge("go.sql-injection", "a.go").severity, core::Severity::high);
  EXPECT_FALSE(file.judge("js.eval", "a.js").off);
  EXPECT_EQ(file.judge("js.eval", "a.js").note, "");
  EXPECT_EQ(file.exclude(), (std::vector<std::string>{"vendor/", "*.min.js"}));
}

TEST(ProjectFile, PathsWinOverEverywhere) {
  const ProjectFile file = good();
  EXPECT_TRUE(file.judge("common.secret", "tests/unit/a.py").off);
  EXPECT_TRUE(file.judge("common.secret", "lib/tests/a.py").off);
  EXPECT_FALSE(file.judge("common.secret", "src/a.py").off);
  EXPECT_FALSE(file.judge("py.float-equality", "tests/a.py").off) << "the path's py.* asks for low";
  EXPECT_EQ(file.judge("py.float-equality", "tests/a.py").severity, core::Severity::low);
}

TEST(ProjectFile, NamesOfRulesThatAreAskedFor) {
  EXPECT_EQ(good().asked_for(),
            (std::vector<std::string>{"common.long-function", "go.*", "go.sql-injection", "py.*"}));
}

TEST(ProjectFile, MistakesNameTheirLine) {
  const auto message = [](const char* text) {
    const auto parsed = ProjectFile::parse(text, ".assay.toml");
    return parsed ? std::string{} : parsed.error().message;
  };
  EXPECT_EQ(message("[rules]\n\"a.b\" = \"never\"\n"),
            ".assay.toml:2: rules: \"a.b\" must be \"off\", \"on\", \"low\", \"med\" or \"high\"");
  EXPECT_NE(message("[rules]\n\"*.b\" = \"off\"\n").find("is no rule"), std::string::npos);
  EXPECT_NE(message("rule = 1\n").find("there is no setting \"rule\""), std::string::npos);
  EXPECT_NE(message("exclude = 3\n").find("list of patterns"), std::string::npos);
  EXPECT_NE(message("[rules\n").find(".assay.toml:"), std::string::npos);
}

}  // namespace
}  // namespace assay::cli
