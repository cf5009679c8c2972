#include "analysis/linters/linter_set.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "analysis/linters/tool_run.hpp"

namespace assay::analysis {
namespace {

namespace fs = std::filesystem;
using core::Language;

LinterOptions options() {
  LinterOptions out;
  out.executable = ASSAY_TEST_CHILD;
  out.timeout = std::chrono::seconds(60);
  if (const char* folder = std::getenv("ASSAY_LINTER_FOLDER")) out.folders.emplace_back(folder);
  return out;
}

const LinterSet& installed() {
  static const LinterSet set = LinterSet::find(options());
  return set;
}

bool has(const std::string& name) {
  const auto& all = installed().installed();
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& one) { return one.name == name && one.enabled; });
}

/// One tool, code with something for it to find, and files that a hostile repository would have beside it:
/// each makes the file `touched` if the tool runs or obeys it.
struct Case {
  std::string tool;
  Language language;
  std::string code;
  std::string code_of_finding;  ///< its rule id begins so
  int line;
  std::vector<std::pair<std::string, std::string>> hostile;
};

/// Names the test alike on every run.
void PrintTo(const Case& c, std::ostream* out) { *out << c.tool; }

std::string touched() {
  return (fs::temp_directory_path() / ("assay-touched-" + std::to_string(getpid()))).string();
}

std::vector<Case> cases() {
  const std::string mark = touched();
  const std::string js = "require('fs').writeFileSync('" + mark + "', 'x'); module.exports = [];\n";
  return {
      {"shellcheck",
       Language::bash,
       "#!/bin/bash\nrm -rf \"$1\"/*\ncd /tmp\nfoo=$(ls $1)\n",
       "shellcheck.SC",
       3,
       {{".shellcheckrc", "disable=all\nexternal-sources=true\n"}}},
      {"cppcheck",
       Language::c,
       "int f(void) {\n  int a[2];\n  a[2] = 1;\n  return a[0];\n}\n",
       "cppcheck.error:",
       3,
       {{"cppcheck.cfg", "{\"addons\":[\"evil.py\"]}"}, {"evil.py", "open('" + mark + "','w')\n"}}},
      {"rubocop",
       Language::ruby,
       "def f\n  x = 1\n  2\nend\n",
       "rubocop.Lint/UselessAssignment",
       2,
       {{".rubocop.yml", "require: ./evil.rb\nAllCops:\n  DisabledByDefault: true\n"},
        {".rubocop", "--require ./evil.rb\n"},
        {"evil.rb", "File.write('" + mark + "', 'x')\n"}}},
      {"php",
       Language::php,
       "<?php\necho 'a';\nfunction {\n",
       "php.parse",
       3,
       {{"php.ini", "auto_prepend_file=evil.php\n"},
        {".user.ini", "auto_prepend_file=evil.php\n"},
        {"evil.php", "<?php file_put_contents('" + mark + "', 'x');\n"}}},
      {"gofmt",
       Language::go,
       "package p\n\nfunc f( {\n}\n",
       "gofmt.syntax",
       3,
       {{"go.mod", "module evil\ngo 99.0\n"}}},
      {"yamllint",
       Language::yaml,
       "a: 1\nb: 2\na: 3\n",
       "yamllint.key-duplicates",
       3,
       {{".yamllint", "rules: {key-duplicates: disable}\n"}, {".yamllint.yaml", "rules: {}\n"}}},
      {"oxlint",
       Language::javascript,
       "const a = 1;\nif (a === a) { alert(1); }\ndebugger;\n",
       "oxlint.eslint(no-debugger)",
       3,
       {{".oxlintrc.json", "{\"rules\":{\"no-debugger\":\"off\"},\"jsPlugins\":[\"./evil.js\"]}"},
        {".eslintignore", "*\n"},
        {"evil.js", js}}},
      {"eslint",
       Language::javascript,
       "const a = 1;\nalert(a);\nif (a === a) { alert(2); }\n",
       "eslint.no-self-compare",
       3,
       {{"eslint.config.js", js},
        {".eslintrc.js", js},
        {"package.json", "{\"eslintConfig\":{\"extends\":\"./evil.js\"}}"},
        {"evil.js", js}}},
      {"ruff",
       Language::python,
       "import os\n\n\ndef f():\n    return undefined_name\n",
       "ruff.F821",
       5,
       {{"ruff.toml", "lint.ignore = [\"ALL\"]\n"},
        {"pyproject.toml", "[tool.ruff]\nlint.ignore = [\"ALL\"]\n"}}},
  };
}

class InstalledTool : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    if (!has(GetParam().tool)) GTEST_SKIP() << GetParam().tool << " is not installed here";
    fs::remove(touched());
  }
  void TearDown() override { fs::remove(touched()); }
};

const core::Issue* find(const LinterSet::Outcome& outcome, const Case& one) {
  const auto found =
      std::find_if(outcome.issues.begin(), outcome.issues.end(), [&](const core::Issue& issue) {
        return issue.rule_id.starts_with(one.code_of_finding) && issue.lines->start == one.line;
      });
  return found == outcome.issues.end() ? nullptr : &*found;
}

std::string all_of(const LinterSet::Outcome& outcome) {
  std::string out;
  for (const auto& note : outcome.notes) out += note + "\n";
  for (const auto& issue : outcome.issues)
    out += issue.rule_id + " " + std::to_string(issue.lines->start) + ": " + issue.title + "\n";
  return out;
}

TEST_P(InstalledTool, FindsWhatItShould) {
  const Case& one = GetParam();
  const auto outcome = installed().run({one.language, "src/x", one.code}, {});
  const core::Issue* issue = find(outcome, one);
  ASSERT_NE(issue, nullptr) << all_of(outcome);
  EXPECT_EQ(issue->sources, std::vector<std::string>{"linter:" + one.tool});
  EXPECT_EQ(issue->path, "src/x");
  EXPECT_FALSE(issue->title.empty());
  EXPECT_FALSE(issue->quote.empty());
  EXPECT_TRUE(outcome.complete);
}

TEST_P(InstalledTool, ObeysNothingThatARepositoryBrings) {
  const Case& one = GetParam();
  const auto outcome = installed().run({one.language, "src/x", one.code}, {}, one.hostile);
  EXPECT_NE(find(outcome, one), nullptr) << all_of(outcome);
  EXPECT_FALSE(fs::exists(touched())) << "code of the repository was run";
}

TEST_P(InstalledTool, CleanAndEmptyCodeGivesNothing) {
  const Case& one = GetParam();
  const auto outcome =
      installed().run({one.language, "x", one.language == Language::go ? "package p\n" : "\n"}, {});
  for (const auto& issue : outcome.issues)
    EXPECT_FALSE(issue.sources.front() == "linter:" + one.tool) << all_of(outcome);
}

INSTANTIATE_TEST_SUITE_P(Linters, InstalledTool, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.tool; });

ToolRequest shell(const std::string& script, std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
  ToolRequest request;
  request.program = "/bin/sh";
  request.arguments = {"-c", script};
  request.timeout = timeout;
  request.executable = ASSAY_TEST_CHILD;
  return request;
}

TEST(ToolRun, GivesBothStreamsAndTheExitCode) {
  const auto said = run_tool(shell("echo out; echo err >&2; exit 3"), {});
  ASSERT_TRUE(said.has_value()) << said.error().message;
  EXPECT_EQ(said->out, "out\n");
  EXPECT_EQ(said->err, "err\n");
  EXPECT_EQ(said->exit_code, 3);
}

TEST(ToolRun, WorksInAnEmptyFolderWithABareEnvironment) {
  ::setenv("ASSAY_TEST_SECRET", "s3cret", 1);
  const auto said = run_tool(shell("ls -A | wc -l; env"), {});
  ::unsetenv("ASSAY_TEST_SECRET");
  ASSERT_TRUE(said.has_value()) << said.error().message;
  EXPECT_TRUE(said->out.starts_with("0\n")) << said->out;
  EXPECT_EQ(said->out.find("s3cret"), std::string::npos);
}

TEST(ToolRun, WhatHangsIsStoppedWithItsChildren) {
  const auto said = run_tool(shell("sleep 600 & sleep 600", std::chrono::milliseconds(300)), {});
  ASSERT_FALSE(said.has_value());
  EXPECT_EQ(said.error().message, "it was stopped after 300 ms");
}

TEST(ToolRun, CrashTooMuchOutputAndNoProgramAreToldApart) {
  const auto crashed = run_tool(shell("kill -SEGV $$"), {});
  ASSERT_FALSE(crashed.has_value());
  EXPECT_EQ(crashed.error().message, "it was ended by signal 11");
  const auto loud = run_tool(shell("while :; do echo 0123456789012345678901234567890123456789; done"), {});
  ASSERT_FALSE(loud.has_value());
  EXPECT_EQ(loud.error().message, "it said more than 8 MB");
  ToolRequest none = shell("");
  none.program = "/nonexistent/tool";
  const auto missing = run_tool(none, {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().message.find("could not be started"), std::string::npos);
}

TEST(ToolRun, CancelEndsIt) {
  std::stop_source stop;
  stop.request_stop();
  const auto said = run_tool(shell("sleep 600"), stop.get_token());
  ASSERT_FALSE(said.has_value());
  EXPECT_EQ(said.error().code, base::Errc::cancelled);
}

/// A port of this machine that somebody listens at; the tool must not reach it.
TEST(ToolRun, ReachesNoNetwork) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  socklen_t size = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  ::listen(listener, 1);
  const std::string script = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/" +
                             std::to_string(ntohs(address.sin_port)) + " && echo reached' 2>/dev/null; true";
  const auto said = run_tool(shell(script), {});
  ::close(listener);
  ASSERT_TRUE(said.has_value()) << said.error().message;
  EXPECT_EQ(said->out, "");
}

TEST(ToolRun, LeavesNoFolderBehind) {
  const auto said = run_tool(shell("pwd; echo x > file; mkdir -p a/b; ln -s / root"), {});
  ASSERT_TRUE(said.has_value());
  const std::string folder = said->out.substr(0, said->out.find('\n'));
  EXPECT_NE(folder.find("assay-lint-"), std::string::npos);
  EXPECT_FALSE(fs::exists(fs::path(folder).parent_path()));
}

TEST(LinterSet, ToolsSayTheirVersions) {
  if (!has("shellcheck")) GTEST_SKIP() << "shellcheck is not installed here";
  const auto versions = installed().versions();
  ASSERT_EQ(versions.size(), installed().installed().size());
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (installed().installed()[i].name == "shellcheck") {
      EXPECT_NE(versions[i].find('.'), std::string::npos);
    }
  }
}

TEST(LinterSet, WhatIsTurnedOffSaysSoAndDoesNotRun) {
  if (!has("shellcheck")) GTEST_SKIP() << "shellcheck is not installed here";
  LinterOptions some = options();
  some.off = {"shellcheck"};
  const LinterSet set = LinterSet::find(some);
  EXPECT_FALSE(set.any_for(Language::bash));
  const auto found = std::find_if(set.installed().begin(), set.installed().end(),
                                  [](const auto& one) { return one.name == "shellcheck"; });
  ASSERT_NE(found, set.installed().end());
  EXPECT_FALSE(found->enabled);
  EXPECT_EQ(found->detail, "turned off by analysis.linters_off");
  EXPECT_EQ(set.identity().find("shellcheck"), std::string::npos);
  LinterOptions none = options();
  none.enabled = false;
  EXPECT_TRUE(LinterSet::find(none).installed().empty());
}

/// A tool that breaks is a note in the coverage, and the others' findings stay.
TEST(LinterSet, BrokenToolIsANote) {
  const fs::path folder = fs::temp_directory_path() / ("assay-broken-" + std::to_string(getpid()));
  fs::create_directory(folder);
  std::ofstream(folder / "yamllint")
      << "#!/bin/sh\ncase $1 in --version) echo yamllint 1.2;; *) kill -SEGV $$;; esac\n";
  fs::permissions(folder / "yamllint", fs::perms::owner_all);
  LinterOptions broken = options();
  broken.folders = {folder.string()};
  const LinterSet set = LinterSet::find(broken);
  const auto outcome = set.run({Language::yaml, "x.yaml", "a: 1\n"}, {});
  fs::remove_all(folder);
  EXPECT_FALSE(outcome.complete);
  ASSERT_EQ(outcome.notes.size(), 1U) << all_of(outcome);
  EXPECT_EQ(outcome.notes[0], "the linter yamllint gave nothing: it was ended by signal 11");
}

}  // namespace
}  // namespace assay::analysis
