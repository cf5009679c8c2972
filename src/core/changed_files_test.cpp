#include "core/changed_files.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

constexpr std::string_view kDiff =
    "--- a/old.py\n+++ b/new.py\n@@ -2 +2 @@\n-b\n+B\n"
    "--- /dev/null\n+++ b/added.py\n@@ -0,0 +1 @@\n+x = 1\n"
    "--- a/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n";

base::Result<std::vector<InputFile>> apply(std::string_view diff, std::vector<InputFile> given,
                                           FilesAre side = FilesAre::before, std::size_t max_bytes = 1000) {
  const auto parsed = parse_unified_diff(diff);
  if (!parsed) return base::fail(parsed.error());
  return files_of_diff(*parsed, std::move(given), side, max_bytes);
}

InputFile whole(std::string path, std::string code) {
  InputFile file;
  file.path = std::move(path);
  file.code = std::move(code);
  file.language = Language::python;
  return file;
}

TEST(ChangedFiles, are_as_the_diff_leaves_them) {
  const auto files = apply(kDiff, {whole("old.py", "a\nb\nc\n"), whole("gone.py", "y\n")});
  ASSERT_TRUE(files) << files.error().message;
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ((*files)[0].path, "new.py");
  EXPECT_EQ((*files)[0].code, "a\nB\nc\n");
  EXPECT_EQ((*files)[0].language, Language::python);
  EXPECT_EQ((*files)[0].changed, (std::vector<LineRange>{{2, 2}}));
  EXPECT_TRUE((*files)[0].known.empty());
  EXPECT_EQ((*files)[1].path, "added.py");
  EXPECT_EQ((*files)[1].code, "x = 1\n");
  EXPECT_TRUE((*files)[1].known.empty()) << "a new file is known as a whole";
}

TEST(ChangedFiles, may_be_given_as_they_are_afterwards) {
  const auto files = apply(kDiff, {whole("new.py", "a\nB\nc\n")}, FilesAre::after);
  ASSERT_TRUE(files) << files.error().message;
  EXPECT_EQ((*files)[0].code, "a\nB\nc\n");
  EXPECT_FALSE(apply(kDiff, {whole("new.py", "a\nb\nc\n")}, FilesAre::after));
}

TEST(ChangedFiles, without_the_whole_file_only_the_lines_of_the_diff_are_known) {
  const auto files = apply(kDiff, {});
  ASSERT_TRUE(files) << files.error().message;
  EXPECT_EQ((*files)[0].code, "\nB\n");
  EXPECT_EQ((*files)[0].known, (std::vector<LineRange>{{2, 2}}));
  EXPECT_EQ((*files)[0].language, Language::automatic);
}

TEST(ChangedFiles, say_what_does_not_fit) {
  const auto unused = apply(kDiff, {whole("other.py", "a\n")});
  ASSERT_FALSE(unused);
  EXPECT_EQ(unused.error().field, "files[0].path");
  const auto other = apply(kDiff, {whole("old.py", "a\nX\nc\n")});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().field, "diff");
  EXPECT_EQ(other.error().message, "line 4 of the diff: line 2 of the file is another");
  EXPECT_EQ(apply("--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n", {}).error().message,
            "line 1 of the diff: the path must not have a part \".\" or \"..\"");
  EXPECT_EQ(apply("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/x\n@@ -9 +9 @@\n-a\n+b\n", {})
                .error()
                .message,
            "line 6 of the diff: the file \"x\" stands in the diff twice");
  EXPECT_EQ(apply("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", {}).error().message,
            "the diff only removes files: nothing is left to review");
  EXPECT_FALSE(apply(kDiff, {whole("old.py", std::string(1000, 'a') + "\nb\n")}));
}

}  // namespace
}  // namespace assay::core
