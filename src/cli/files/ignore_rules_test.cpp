#include "cli/files/ignore_rules.hpp"

#include <gtest/gtest.h>

namespace assay::cli {
namespace {

using Verdict = IgnoreRules::Verdict;

struct Row {
  const char* rules;
  const char* path;
  EntryKind kind;
  Verdict verdict;
};

constexpr auto kFile = EntryKind::file;
constexpr auto kFolder = EntryKind::folder;
constexpr auto kIgnored = Verdict::ignored;
constexpr auto kKept = Verdict::kept;
constexpr auto kNone = Verdict::none;

class IgnoreTable : public testing::TestWithParam<Row> {};

TEST_P(IgnoreTable, as_git_does_it) {
  const auto& row = GetParam();
  EXPECT_EQ(IgnoreRules{row.rules}.judge(row.path, row.kind), row.verdict)
      << "\"" << row.rules << "\" on " << row.path;
}

INSTANTIATE_TEST_SUITE_P(
    Names, IgnoreTable,
    testing::Values(Row{"foo", "foo", kFile, kIgnored}, Row{"foo", "a/b/foo", kFile, kIgnored},
                    Row{"foo", "foobar", kFile, kNone}, Row{"foo", "Foo", kFile, kNone},
                    Row{"*.o", "a/b.o", kFile, kIgnored}, Row{"*.o", "b.oo", kFile, kNone},
                    Row{"*", "x", kFile, kIgnored}, Row{"b?r", "bar", kFile, kIgnored},
                    Row{"b?r", "br", kFile, kNone}, Row{"a*c*e", "abcde", kFile, kIgnored},
                    Row{"a*c*e", "abcd", kFile, kNone}, Row{"**", "a/b", kFile, kIgnored},
                    Row{"foo**bar", "fooxbar", kFile, kIgnored}));

INSTANTIATE_TEST_SUITE_P(
    Anchors, IgnoreTable,
    testing::Values(Row{"/foo", "foo", kFile, kIgnored}, Row{"/foo", "a/foo", kFile, kNone},
                    Row{"a/b", "a/b", kFile, kIgnored}, Row{"a/b", "x/a/b", kFile, kNone},
                    Row{"a/*", "a/b", kFile, kIgnored}, Row{"a/*", "a/b/c", kFile, kNone},
                    Row{"a/?b", "a//b", kFile, kNone}, Row{"/*.c", "x.c", kFile, kIgnored},
                    Row{"/*.c", "a/x.c", kFile, kNone}));

INSTANTIATE_TEST_SUITE_P(
    Folders, IgnoreTable,
    testing::Values(Row{"foo/", "foo", kFolder, kIgnored}, Row{"foo/", "foo", kFile, kNone},
                    Row{"foo/", "a/foo", kFolder, kIgnored}, Row{"/foo/", "a/foo", kFolder, kNone},
                    Row{"a/foo/", "a/foo", kFolder, kIgnored}, Row{"/", "a", kFolder, kNone}));

INSTANTIATE_TEST_SUITE_P(
    DoubleStars, IgnoreTable,
    testing::Values(Row{"**/foo", "foo", kFile, kIgnored}, Row{"**/foo", "a/b/foo", kFile, kIgnored},
                    Row{"**/foo", "a/bfoo", kFile, kNone}, Row{"**/a/b", "x/a/b", kFile, kIgnored},
                    Row{"a/**", "a/x/y", kFile, kIgnored}, Row{"a/**", "a", kFolder, kNone},
                    Row{"a/**/b", "a/b", kFile, kIgnored}, Row{"a/**/b", "a/x/b", kFile, kIgnored},
                    Row{"a/**/b", "a/x/y/b", kFile, kIgnored}, Row{"a/**/b", "a/xb", kFile, kNone},
                    Row{"a/**/*.c", "a/x/y.c", kFile, kIgnored}, Row{"****/*.c", "a/b/x.c", kFile, kIgnored},
                    Row{"a/***", "a/b/c", kFile, kIgnored}, Row{"a/x**/b", "a/x/y/b", kFile, kNone}));

INSTANTIATE_TEST_SUITE_P(
    Sets, IgnoreTable,
    testing::Values(Row{"[abc].c", "b.c", kFile, kIgnored}, Row{"[abc].c", "d.c", kFile, kNone},
                    Row{"[a-c]x", "bx", kFile, kIgnored}, Row{"[!a-c]x", "bx", kFile, kNone},
                    Row{"[^a-c]x", "dx", kFile, kIgnored}, Row{"[]]x", "]x", kFile, kIgnored},
                    Row{"[[:digit:]]", "7", kFile, kIgnored}, Row{"[[:digit:]]", "a", kFile, kNone},
                    Row{"[[:alpha:]_-]x", "-x", kFile, kIgnored}, Row{"[abc", "[abc", kFile, kIgnored},
                    Row{"a/[^b]c", "a//c", kFile, kNone}));

INSTANTIATE_TEST_SUITE_P(Negation, IgnoreTable,
                         testing::Values(Row{"*.c\n!main.c", "main.c", kFile, kKept},
                                         Row{"!main.c\n*.c", "main.c", kFile, kIgnored},
                                         Row{"*.c\n!a/main.c", "a/main.c", kFile, kKept},
                                         Row{"*.c\n!a/main.c", "main.c", kFile, kIgnored},
                                         Row{"\\!x", "!x", kFile, kIgnored}));

INSTANTIATE_TEST_SUITE_P(
    Lines, IgnoreTable,
    testing::Values(Row{"# foo\n\nbar\n", "bar", kFile, kIgnored}, Row{"#foo", "#foo", kFile, kNone},
                    Row{"\\#foo", "#foo", kFile, kIgnored}, Row{"foo   ", "foo", kFile, kIgnored},
                    Row{"foo\\ ", "foo ", kFile, kIgnored}, Row{"foo\r\nbar\r\n", "bar", kFile, kIgnored},
                    Row{"\xef\xbb\xbf"
                        "foo",
                        "foo", kFile, kIgnored},
                    Row{" foo", " foo", kFile, kIgnored}, Row{"a\\*b", "a*b", kFile, kIgnored},
                    Row{"a\\*b", "axb", kFile, kNone}));

TEST(Glob, is_linear_where_others_explode) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  EXPECT_FALSE(Glob{pattern + "b"}.matches(std::string(20'000, 'a')));
  EXPECT_TRUE(Glob{pattern}.matches(std::string(20'000, 'a')));
}

}  // namespace
}  // namespace assay::cli
