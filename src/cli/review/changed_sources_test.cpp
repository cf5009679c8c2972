#include "cli/review/changed_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "cli/git/git_command.hpp"

namespace assay::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using What = ChangeOptions::What;

core::Language python(std::string_view filename, std::string_view) {
  return filename.ends_with(".py") ? core::Language::python : core::Language::text;
}

std::vector<SourceFile> all_of(Sources& sources) {
  std::vector<SourceFile> out;
  while (auto source = sources.next()) out.push_back(std::move(*source));
  return out;
}

/// A repository of its own, which is the current folder meanwhile.
class ChangedSourcesOfGit : public testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    auto pattern = (fs::temp_directory_path() / "assay-change-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    fs::current_path(folder_);
    git({"init", "-q", "-b", "main"});
    write("a.py", "one\ntwo\nthree\n");
    write("gone.py", "x = 1\n");
    commit("first");
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  static void git(std::vector<std::string> arguments) {
    const auto done = run_git(std::move(arguments), 1 << 20);
    ASSERT_TRUE(done) << done.error().message;
  }
  static void write(const std::string& name, const std::string& text) {
    if (const auto folder = fs::path{name}.parent_path(); !folder.empty()) fs::create_directories(folder);
    std::ofstream{name, std::ios::binary} << text;
  }
  static void commit(const std::string& message) {
    git({"add", "-A"});
    git({"-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", message});
  }
  static std::vector<SourceFile> changed(ChangeOptions options) {
    auto sources = ChangedSources::open(options, {}, python);
    EXPECT_TRUE(sources) << (sources ? "" : sources.error().message);
    return sources ? all_of(**sources) : std::vector<SourceFile>{};
  }

  fs::path before_;
  fs::path folder_;
};

TEST_F(ChangedSourcesOfGit, TheWorkingTreeWholeWithTheLinesThatChanged) {
  write("a.py", "one\nTWO\nthree\n");
  fs::remove("gone.py");
  const auto sources = changed({});
  ASSERT_EQ(sources.size(), 1U) << "a removed file is nothing to review";
  EXPECT_EQ(sources[0].path, "a.py");
  EXPECT_EQ(sources[0].code, "one\nTWO\nthree\n");
  EXPECT_THAT(*sources[0].changed, ElementsAre(core::LineRange{2, 2}));
  EXPECT_EQ(sources[0].language, core::Language::python);
}

TEST_F(ChangedSourcesOfGit, WhatIsStagedAndNotWhatLiesAbout) {
  write("a.py", "one\ntwo\nthree\nfour\n");
  git({"add", "a.py"});
  write("a.py", "something else\n");
  ChangeOptions options;
  options.what = What::staged;
  const auto sources = changed(options);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].code, "one\ntwo\nthree\nfour\n");
  EXPECT_THAT(*sources[0].changed, ElementsAre(core::LineRange{4, 4}));
}

TEST_F(ChangedSourcesOfGit, ARangeAsItsEndHasTheFiles) {
  write("sub/new.py", "new = 1\n");
  commit("second");
  write("sub/new.py", "later\n");
  commit("third");
  ChangeOptions options;
  options.what = What::range;
  options.range = "HEAD~2..HEAD~1";
  const auto sources = changed(options);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].path, "sub/new.py");
  EXPECT_EQ(sources[0].code, "new = 1\n");
}

TEST_F(ChangedSourcesOfGit, PathsLimitIt) {
  write("a.py", "changed\n");
  write("sub/b.py", "x\n");
  commit("second");
  write("a.py", "again\n");
  write("sub/b.py", "y\n");
  ChangeOptions options;
  options.paths = {"sub"};
  const auto sources = changed(options);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].path, "sub/b.py");
}

TEST_F(ChangedSourcesOfGit, NoChangeIsNothingToReview) { EXPECT_TRUE(changed({}).empty()); }

TEST_F(ChangedSourcesOfGit, AWrongRangeIsToldInGitsWords) {
  ChangeOptions options;
  options.what = What::range;
  options.range = "nowhere..HEAD";
  const auto sources = ChangedSources::open(options, {}, python);
  ASSERT_FALSE(sources);
  EXPECT_THAT(sources.error().message, HasSubstr("nowhere"));
  options.range = "--output=stolen..";
  EXPECT_FALSE(ChangedSources::open(options, {}, python));
  EXPECT_FALSE(fs::exists("stolen.."));
}

constexpr auto kPatch = "--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n";

std::vector<SourceFile> patched(std::string diff, ReadAfter read) {
  auto sources = ChangedSources::of_diff(std::move(diff), std::move(read), {}, python);
  EXPECT_TRUE(sources) << (sources ? "" : sources.error().message);
  return sources ? all_of(**sources) : std::vector<SourceFile>{};
}

TEST(ChangedSources, APatchFitsTheTreeAfterItAndTheTreeBeforeIt) {
  for (const std::string tree : {"one\nTWO\nthree\nfour\n", "one\ntwo\nthree\nfour\n"}) {
    const auto sources = patched(kPatch, [&](const std::string&) { return tree; });
    ASSERT_EQ(sources.size(), 1U);
    EXPECT_EQ(sources[0].code, "one\nTWO\nthree\nfour\n");
    EXPECT_THAT(*sources[0].changed, ElementsAre(core::LineRange{2, 2}));
    EXPECT_TRUE(sources[0].known.empty());
  }
}

TEST(ChangedSources, WithoutItsFileAPatchKnowsItsOwnLinesOnly) {
  const auto sources =
      patched(kPatch, [](const std::string&) { return base::fail(base::Errc::not_found, "not there"); });
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].code, "one\nTWO\nthree\n");
  EXPECT_THAT(sources[0].known, ElementsAre(core::LineRange{1, 3}));
}

TEST(ChangedSources, APathOutsideTheTreeIsNotOpened) {
  bool opened = false;
  const auto sources = patched("--- a/../../secret.py\n+++ b/../../secret.py\n@@ -1 +1 @@\n-a\n+b\n",
                               [&](const std::string&) -> base::Result<std::string> {
                                 opened = true;
                                 return std::string{"b\n"};
                               });
  EXPECT_FALSE(opened);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].status, report::FileStatus::failed);
}

TEST(ChangedSources, WhatIsNoDiffIsRefused) {
  EXPECT_FALSE(ChangedSources::of_diff("hello\n", nullptr, {}, python));
}

}  // namespace
}  // namespace assay::cli
