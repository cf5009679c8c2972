#include "analysis/syntax/query.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

/// Every match of `query` in Python `code`: the texts of its captures, "name=text" joined by spaces.
std::vector<std::string> matches(const std::string& code, const std::string& text) {
  const Grammar& grammar = *Grammar::find("python");
  auto query = Query::compile(grammar, text);
  EXPECT_TRUE(query.has_value()) << query.error().message;
  EXPECT_TRUE(check_query(grammar, text).has_value());
  const auto tree = Tree::parse(grammar, code, std::chrono::seconds(5));
  std::vector<std::string> found;
  for (NodeId n = 0; n < tree->size(); ++n) {
    query->match_at(*tree, n, [&](const Match& match) {
      std::string one;
      for (const Capture& c : match.captures) {
        one +=
            (one.empty() ? "" : " ") + query->capture_names()[c.name] + "=" + std::string(tree->text(c.node));
      }
      found.push_back(one);
      return true;
    });
  }
  return found;
}

using Strings = std::vector<std::string>;

TEST(Query, FieldsAndCaptures) {
  EXPECT_EQ(matches("f(1)\ng.h(2)\n", "(call function: (identifier) @f arguments: (argument_list) @a)"),
            (Strings{"f=f a=(1)"}));
}

TEST(Query, ChildrenNeedNotBeAdjacentAndEachCombinationMatches) {
  EXPECT_EQ(matches("f(a, 1, b)\n", "(argument_list (identifier) @x)"), (Strings{"x=a", "x=b"}));
  EXPECT_EQ(matches("f(a, 1, b)\n", "(argument_list (identifier) @x (identifier) @y)"), (Strings{"x=a y=b"}));
}

TEST(Query, AnchorsBindToNeighboursAndEnds) {
  EXPECT_EQ(matches("f(a, 1, b)\n", "(argument_list . (identifier) @x)"), (Strings{"x=a"}));
  EXPECT_EQ(matches("f(a, 1, b)\n", "(argument_list (identifier) @x .)"), (Strings{"x=b"}));
  EXPECT_EQ(matches("f(a, 1, b)\n", "(argument_list (identifier) @x . (identifier) @y)"), Strings{});
  EXPECT_EQ(matches("f(a, b)\n", "(argument_list (identifier) @x . (identifier) @y)"), (Strings{"x=a y=b"}));
}

TEST(Query, CommentsDoNotStandInTheWayOfAnAnchor) {
  EXPECT_EQ(matches("f(a, # first\n  b)\n", "(argument_list (identifier) @x . (identifier) @y)"),
            (Strings{"x=a y=b"}));
}

TEST(Query, Alternatives) {
  EXPECT_EQ(matches("f(a, 1, 'x')\n", "(argument_list [(integer) (string)] @x)"), (Strings{"x=1", "x='x'"}));
  EXPECT_EQ(matches("x = 1\nf()\n", "[(assignment) (call)] @x"), (Strings{"x=x = 1", "x=f()"}));
}

TEST(Query, Quantifiers) {
  EXPECT_EQ(matches("f(1, 2, 3)\n", "(argument_list (integer)* @x)"), (Strings{"x=1 x=2 x=3"}));
  EXPECT_EQ(matches("f()\n", "(argument_list (integer)* @x) @all"), (Strings{"all=()"}));
  EXPECT_EQ(matches("f()\n", "(argument_list (integer)+ @x)"), Strings{});
  EXPECT_EQ(matches("def f(): pass\ndef g() -> int: pass\n",
                    "(function_definition name: (identifier) @n return_type: (_)? @r)"),
            (Strings{"n=f", "n=g r=int"}));
}

TEST(Query, TokensAndNegatedFields) {
  EXPECT_EQ(matches("a + b\na - b\n", "(binary_operator operator: \"+\") @x"), (Strings{"x=a + b"}));
  EXPECT_EQ(
      matches("def f(): pass\ndef g() -> int: pass\n", "(function_definition name: (_) @n !return_type)"),
      (Strings{"n=f"}));
}

TEST(Query, GroupsOfSiblings) {
  EXPECT_EQ(matches("a = 1\nb()\nc = 2\n",
                    "((expression_statement (assignment) @x) . (expression_statement (call) @y))"),
            (Strings{"x=a = 1 y=b()"}));
}

TEST(Query, MistakesAreNamed) {
  const Grammar& grammar = *Grammar::find("python");
  for (const char* text : {"(call", "(no_such_kind)", "(call nofield: (_))", "\"nosuchtoken\"",
                           "(call (#eq? @x \"a\"))", "", "[]", "(call) @", "(call)*"}) {
    EXPECT_FALSE(Query::compile(grammar, text).has_value()) << text;
  }
}

TEST(Query, WorkOnOneNodeIsBounded) {
  std::string code = "f(";
  for (int i = 0; i < 300; ++i) code += "a, ";
  code += ")\n";
  const Grammar& grammar = *Grammar::find("python");
  const auto query = Query::compile(
      grammar, "(argument_list (identifier) (identifier) (identifier) (identifier) (integer))");
  const auto tree = Tree::parse(grammar, code, std::chrono::seconds(5));
  int found = 0;
  for (NodeId n = 0; n < tree->size(); ++n) {
    query->match_at(*tree, n, [&](const Match&) { return ++found > 0; });
  }
  EXPECT_EQ(found, 0);
}

}  // namespace
}  // namespace assay::analysis
