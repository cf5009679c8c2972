#include "analysis/syntax/tree.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

TEST(Tree, EveryGrammarParses) {
  for (const std::string_view name : Grammar::names()) {
    const Grammar* grammar = Grammar::find(name);
    ASSERT_NE(grammar, nullptr) << name;
    const auto tree = Tree::parse(*grammar, "a\n", std::chrono::seconds(5));
    ASSERT_TRUE(tree.has_value()) << name;
    EXPECT_GE(tree->size(), 1U) << name;
  }
}

TEST(Tree, KnowsParentsSiblingsFieldsAndLines) {
  const std::string code = "def f(a, b):\n    return a\n";
  const auto tree = Tree::parse(*Grammar::find("python"), code, std::chrono::seconds(5));
  NodeId function = kNone;
  for (NodeId n = 0; n < tree->size(); ++n) {
    if (tree->is(n, "function_definition")) function = n;
    for (NodeId c : tree->children(n)) EXPECT_EQ(tree->parent(c), n);
  }
  ASSERT_NE(function, kNone);
  EXPECT_EQ(tree->text(tree->child(function, "name")), "f");
  EXPECT_EQ(tree->named_child_count(tree->child(function, "parameters")), 2U);
  EXPECT_EQ(tree->start_line(function), 1U);
  EXPECT_EQ(tree->end_line(function), 2U);
  EXPECT_EQ(tree->next_sibling(tree->root()), kNone);
  EXPECT_FALSE(tree->has_error(tree->root()));
}

TEST(Tree, NothingMayBeAskedAndHasNothing) {
  const auto tree = Tree::parse(*Grammar::find("c"), "int a;\n", std::chrono::seconds(5));
  EXPECT_EQ(tree->kind_name(kNone), "");
  EXPECT_FALSE(tree->is(kNone, "identifier"));
  EXPECT_FALSE(tree->is_named(kNone));
  EXPECT_FALSE(tree->has_error(kNone));
  EXPECT_EQ(tree->text(kNone), "");
  EXPECT_EQ(tree->parent(kNone), kNone);
  EXPECT_EQ(tree->first_child(kNone), kNone);
  EXPECT_EQ(tree->named_child(kNone, 0), kNone);
  EXPECT_EQ(tree->child(kNone, "declarator"), kNone);
  EXPECT_EQ(tree->next_sibling(kNone), kNone);
  EXPECT_EQ(tree->previous_sibling(kNone), kNone);
  EXPECT_EQ(tree->subtree_end(kNone), 0U);
  EXPECT_FALSE(tree->contains(kNone, 0));
}

TEST(Tree, DeepNestingIsNoProblem) {
  for (const char* open : {"(", "[", "{"}) {
    std::string code;
    for (int i = 0; i < 100'000; ++i) code += open;
    const auto tree = Tree::parse(*Grammar::find("javascript"), code, std::chrono::seconds(20));
    ASSERT_TRUE(tree.has_value());
    EXPECT_TRUE(tree->has_error(tree->root()));
  }
}

TEST(LineIndex, CountsAsEditorsDo) {
  const LineIndex lines("ab\r\nc\n\nd");
  EXPECT_EQ(lines.line_count(), 4U);
  EXPECT_EQ(lines.line_text(1), "ab");
  EXPECT_EQ(lines.line_text(3), "");
  EXPECT_EQ(lines.line_of(4), 2U);
  EXPECT_EQ(lines.line_of(100), 4U);
  EXPECT_EQ(LineIndex("").line_count(), 1U);
  EXPECT_EQ(LineIndex("a\n").line_count(), 1U);
}

}  // namespace
}  // namespace assay::analysis
