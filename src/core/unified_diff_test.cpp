#include "core/unified_diff.hpp"

#include <gtest/gtest.h>

#include <random>

namespace assay::core {
namespace {

using Ranges = std::vector<LineRange>;

DiffFile only_file(const UnifiedDiff& diff) {
  EXPECT_EQ(diff.files.size(), 1U);
  return diff.files.at(0);
}

std::string problem_of(std::string_view text) {
  const auto diff = parse_unified_diff(text);
  if (diff) return "none";
  EXPECT_EQ(diff.error().code, base::Errc::invalid_argument);
  EXPECT_EQ(diff.error().field, "diff");
  return diff.error().message;
}

// As git format-patch writes it, signature and all.
constexpr std::string_view kGit = R"(From 1234567 Mon Sep 17 00:00:00 2001
Subject: [PATCH] Mean of nothing

---
 mean.py | 3 ++-
 1 file changed, 2 insertions(+), 1 deletion(-)

diff --git a/mean.py b/mean.py
index 83db48f..bf269f4 100644
--- a/mean.py
+++ b/mean.py
@@ -1,3 +1,4 @@ def mean(xs):
 def mean(xs):
-    return sum(xs) / len(xs)
+    total = sum(xs)
+    return total / len(xs)
 # end
-- 
2.39.5
)";

TEST(UnifiedDiff, reads_what_git_writes) {
  const auto diff = parse_unified_diff(kGit);
  ASSERT_TRUE(diff) << diff.error().message;
  const auto file = only_file(*diff);
  EXPECT_EQ(file.old_path, "mean.py");
  EXPECT_EQ(file.new_path, "mean.py");
  ASSERT_EQ(file.hunks.size(), 1U);
  EXPECT_EQ(file.hunks[0].lines.size(), 5U);
  EXPECT_EQ(file.hunks[0].at, 12);
  EXPECT_EQ(changed_lines(file), (Ranges{{2, 3}}));
  EXPECT_EQ(known_lines(file), (Ranges{{1, 4}}));
  EXPECT_EQ(apply_diff(file, "def mean(xs):\n    return sum(xs) / len(xs)\n# end\n").value(),
            "def mean(xs):\n    total = sum(xs)\n    return total / len(xs)\n# end\n");
}

TEST(UnifiedDiff, reads_plain_diffs_with_times_and_crlf) {
  const auto diff = parse_unified_diff(
      "--- old/x.c\t2026-01-01 00:00:00\r\n+++ new/x.c\t2026-01-02\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n");
  ASSERT_TRUE(diff) << diff.error().message;
  EXPECT_EQ(only_file(*diff).new_path, "new/x.c");
  EXPECT_EQ(apply_diff(diff->files[0], "a\r\n").value(), "b\n");
}

TEST(UnifiedDiff, leaves_out_what_changes_no_text) {
  const auto diff = parse_unified_diff(
      "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n"
      "diff --git a/p.png b/p.png\nBinary files a/p.png and b/p.png differ\n"
      "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+one\n+two\n"
      "diff --git a/d b/d\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n");
  ASSERT_TRUE(diff) << diff.error().message;
  ASSERT_EQ(diff->files.size(), 2U);
  EXPECT_EQ(diff->files[0].old_path, "");
  EXPECT_EQ(diff->files[0].new_path, "n");
  EXPECT_EQ(apply_diff(diff->files[0], "").value(), "one\ntwo\n");
  EXPECT_EQ(diff->files[1].old_path, "d");
  EXPECT_EQ(diff->files[1].new_path, "");
}

TEST(UnifiedDiff, unquotes_paths_as_git_quotes_them) {
  const auto diff = parse_unified_diff(
      "--- \"a/caf\\303\\251 \\\"x\\\".py\"\n+++ \"b/caf\\303\\251 \\\"x\\\".py\"\n@@ -1 +1 @@\n-a\n+b\n");
  ASSERT_TRUE(diff) << diff.error().message;
  EXPECT_EQ(diff->files[0].new_path, "caf\xc3\xa9 \"x\".py");
  EXPECT_EQ(problem_of("--- \"a/x\\9\"\n+++ \"b/x\"\n@@ -1 +1 @@\n-a\n+b\n"),
            "line 1 of the diff: the quoted path can't be read");
}

TEST(UnifiedDiff, knows_ends_without_a_newline) {
  const auto diff = parse_unified_diff(
      "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+TWO\n");
  ASSERT_TRUE(diff) << diff.error().message;
  EXPECT_EQ(apply_diff(diff->files[0], "one\ntwo").value(), "one\nTWO\n");
  const auto other = parse_unified_diff(
      "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n\\ No newline at end of file\n");
  EXPECT_EQ(apply_diff(other->files[0], "one\ntwo\n").value(), "one\nTWO");
}

TEST(UnifiedDiff, a_pure_removal_marks_the_lines_beside_the_gap) {
  const auto middle = parse_unified_diff("--- a/x\n+++ b/x\n@@ -4,3 +4,2 @@\n above\n-check()\n below\n");
  EXPECT_EQ(changed_lines(middle->files[0]), (Ranges{{4, 5}}));
  const auto top = parse_unified_diff("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-check()\n below\n");
  EXPECT_EQ(changed_lines(top->files[0]), (Ranges{{1, 1}}));
  const auto end = parse_unified_diff("--- a/x\n+++ b/x\n@@ -7,2 +7 @@\n above\n-check()\n");
  EXPECT_EQ(changed_lines(end->files[0]), (Ranges{{7, 7}}));
  const auto all = parse_unified_diff("--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-check()\n");
  EXPECT_EQ(changed_lines(all->files[0]), Ranges{});
}

TEST(UnifiedDiff, hostile_ones_are_refused_with_their_line) {
  EXPECT_EQ(problem_of(""),
            "the diff changes no text: it needs \"--- PATH\", \"+++ PATH\" and at least one hunk");
  EXPECT_EQ(problem_of("hello\nworld\n"),
            "the diff changes no text: it needs \"--- PATH\", \"+++ PATH\" and at least one hunk");
  EXPECT_EQ(problem_of("@@ -1 +1 @@\n-a\n+b\n"),
            "line 1 of the diff: a hunk without \"--- PATH\" and \"+++ PATH\" before it");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n"),
            "line 5 of the diff: the diff ends inside the hunk of line 3");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n-b\n"),
            "line 5 of the diff: more old lines than the hunk says");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -1,99999999999 +1 @@\n-a\n"),
            "line 3 of the diff: a hunk begins with \"@@ -LINE,COUNT +LINE,COUNT @@\"");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -5 +5 @@\n-a\n+b\n@@ -5 +5 @@\n-a\n+b\n"),
            "line 6 of the diff: the hunk overlaps the one before it");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -0 +1 @@\n-a\n+b\n"),
            "line 3 of the diff: lines are counted from 1");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n"),
            "line 3 of the diff: a combined diff can't be reviewed; compare with one parent");
  EXPECT_EQ(problem_of("--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n"),
            "line 1 of the diff: the file has no name");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -1 +1 @@\n\\ No newline\n-a\n+b\n"),
            "line 4 of the diff: no line stands before this one");
  EXPECT_EQ(problem_of("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+\n\\ No newline\n"),
            "line 6 of the diff: an empty line without a newline is no line");
}

TEST(UnifiedDiff, what_does_not_fit_the_file_is_named) {
  const auto diff = parse_unified_diff("--- a/x\n+++ b/x\n@@ -2,2 +2,2 @@\n b\n-c\n+C\n");
  ASSERT_TRUE(diff);
  const auto& file = diff->files[0];
  EXPECT_EQ(apply_diff(file, "a\nb\nX\n").error().message,
            "line 5 of the diff: line 3 of the file is another");
  EXPECT_EQ(apply_diff(file, "a\nb\n").error().message, "line 5 of the diff: the file has only 2 lines");
  EXPECT_EQ(apply_diff(file, "").error().message, "line 3 of the diff: the file has only 0 lines");
  EXPECT_TRUE(check_applied(file, "a\nb\nC\n"));
  EXPECT_EQ(check_applied(file, "a\nb\nc\n").error().message,
            "line 6 of the diff: line 3 of the file is another");
}

TEST(UnifiedDiff, carriage_returns_at_the_end_of_a_line_do_not_matter) {
  const auto diff = parse_unified_diff("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-1\r\n+\r\r\n+2\r\r\n");
  ASSERT_TRUE(diff);
  const auto after = apply_diff(diff->files[0], "1\r\r\n");
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(*after, "\n2\n");
  EXPECT_TRUE(check_applied(diff->files[0], "\r\n2\r\r\n"));
}

/// The lines that it says to change would be others.
TEST(UnifiedDiff, hunks_whose_new_lines_begin_elsewhere_are_refused) {
  const std::string before = "1\n2\n3\n4\n";
  const auto moved = parse_unified_diff("--- a/x\n+++ b/x\n@@ -3,2 +4,1 @@\n-3\n 4\n");
  ASSERT_TRUE(moved);
  EXPECT_EQ(apply_diff(moved->files[0], before).error().message,
            "line 3 of the diff: its new lines begin behind line 2 of the file, not behind 3");
  const auto right = parse_unified_diff(
      "--- a/x\n+++ b/x\n@@ -0,0 +1,1 @@\n+0\n@@ -2,1 +2,0 @@\n-2\n@@ -4,1 +4,2 @@\n 4\n+5\n");
  ASSERT_TRUE(right) << right.error().message;
  EXPECT_EQ(apply_diff(right->files[0], before).value(), "0\n1\n3\n4\n5\n");
}

TEST(UnifiedDiff, without_the_file_all_other_lines_are_blank) {
  const auto diff =
      parse_unified_diff("--- a/x\n+++ b/x\n@@ -3 +3 @@\n-c\n+C\n@@ -6,2 +6,2 @@\n f\n-g\n+G\n");
  ASSERT_TRUE(diff);
  EXPECT_EQ(shown_lines(diff->files[0], 100).value(), "\n\nC\n\n\nf\nG\n");
  EXPECT_EQ(known_lines(diff->files[0]), (Ranges{{3, 3}, {6, 7}}));
  EXPECT_FALSE(shown_lines(diff->files[0], 5));
  const auto far = parse_unified_diff("--- a/x\n+++ b/x\n@@ -9999999 +9999999 @@\n-c\n+C\n");
  EXPECT_FALSE(shown_lines(far->files[0], 1000));
}

/// A diff between two texts, line by line, with `context` lines around; written the plain way as an oracle.
std::string diff_of(const std::vector<std::string>& before, const std::vector<std::string>& after,
                    int context) {
  // Longest common subsequence by the textbook.
  const auto n = before.size();
  const auto m = after.size();
  std::vector<std::vector<int>> longest(n + 1, std::vector<int>(m + 1));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;)
      longest[i][j] =
          before[i] == after[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
  }
  std::vector<std::pair<char, std::string>> script;
  for (std::size_t i = 0, j = 0; i < n || j < m;) {
    if (i < n && j < m && before[i] == after[j]) {
      script.emplace_back(' ', before[i]);
      ++i, ++j;
    } else if (i < n && (j == m || longest[i + 1][j] >= longest[i][j + 1])) {
      script.emplace_back('-', before[i++]);
    } else {
      script.emplace_back('+', after[j++]);
    }
  }
  const auto shown = [&](std::size_t at) {
    const auto from = at < static_cast<std::size_t>(context) ? 0 : at - static_cast<std::size_t>(context);
    for (auto k = from; k <= at + static_cast<std::size_t>(context) && k < script.size(); ++k) {
      if (script[k].first != ' ') return true;
    }
    return false;
  };
  std::string out = "--- a/f\n+++ b/f\n";
  int old_line = 1;
  int new_line = 1;
  for (std::size_t at = 0; at < script.size();) {
    if (!shown(at)) {
      ++old_line, ++new_line, ++at;
      continue;
    }
    std::string lines;
    int old_count = 0;
    int new_count = 0;
    for (; at < script.size() && shown(at); ++at) {
      lines += script[at].first + script[at].second + "\n";
      old_count += script[at].first != '+' ? 1 : 0;
      new_count += script[at].first != '-' ? 1 : 0;
    }
    out += "@@ -" + std::to_string(old_count == 0 ? old_line - 1 : old_line) + "," +
           std::to_string(old_count) + " +" + std::to_string(new_count == 0 ? new_line - 1 : new_line) + "," +
           std::to_string(new_count) + " @@\n" + lines;
    old_line += old_count;
    new_line += new_count;
  }
  return out;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

TEST(UnifiedDiff, random_changes_give_the_new_file_and_its_changed_lines) {
  std::mt19937 random{7};  // NOLINT: the same every time
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> before(random() % 30);
    for (auto& line : before) line = std::string(random() % 3, static_cast<char>('a' + random() % 3));
    auto after = before;
    for (auto edits = random() % 6; edits > 0; --edits) {
      const auto at = static_cast<std::ptrdiff_t>(random() % (after.size() + 1));
      if (random() % 2 == 0) {
        after.insert(after.begin() + at, "new" + std::to_string(random() % 4));
      } else if (at < std::ssize(after)) {
        after.erase(after.begin() + at);
      }
    }
    if (before == after) continue;
    const auto text = diff_of(before, after, static_cast<int>(random() % 4));
    const auto diff = parse_unified_diff(text);
    ASSERT_TRUE(diff) << diff.error().message << "\n" << text;
    const auto& file = diff->files.at(0);
    const auto applied = apply_diff(file, joined(before));
    ASSERT_TRUE(applied) << applied.error().message << "\n" << text;
    ASSERT_EQ(*applied, joined(after)) << text;
    ASSERT_TRUE(check_applied(file, joined(after))) << text;
    const auto changed = changed_lines(file);
    for (std::size_t i = 0; i < changed.size(); ++i) {
      ASSERT_GE(changed[i].start, 1) << text;
      ASSERT_LE(changed[i].start, changed[i].end) << text;
      ASSERT_LE(changed[i].end, std::ssize(after)) << text;
      if (i > 0) {
        ASSERT_GT(changed[i].start, changed[i - 1].end + 1) << text;
      }
    }
  }
}

}  // namespace
}  // namespace assay::core
