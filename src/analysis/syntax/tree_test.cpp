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

TEST(Tree, SeesClassesBehindTheMacrosAroundTheirNames) {
  const std::string code =
      "struct API_EXPORT Options {\n  bool sync = false;\n};\n"
      "class LIB_API Pool final : public Base {\n public:\n  int* p() { return &x_; }\n  int x_;\n};\n"
      "class decoder_t API_FINAL : public base_t<decoder_t>\n{\n  int y_;\n};\n"
      "class CAPABILITY(\"mutex\") Mutex {\n  int z_;\n};\n";
  const auto tree = Tree::parse(*Grammar::find("cpp"), code, std::chrono::seconds(5));
  EXPECT_FALSE(tree->has_error(tree->root()));
  std::vector<std::string_view> names;
  std::vector<std::string_view> fields;
  for (NodeId n = 0; n < tree->size(); ++n) {
    EXPECT_FALSE(tree->is(n, "labeled_statement"));
    if (tree->is(n, "class_specifier") || tree->is(n, "struct_specifier"))
      names.push_back(tree->text(tree->child(n, "name")));
    if (tree->is(n, "field_identifier")) fields.push_back(tree->text(n));
  }
  EXPECT_EQ(names, (std::vector<std::string_view>{"Options", "Pool", "decoder_t", "Mutex"}));
  EXPECT_EQ(fields, (std::vector<std::string_view>{"sync", "p", "x_", "y_", "z_"}));
  EXPECT_EQ(tree->text(), code);
}

TEST(Tree, LeavesNamesOfTypesInCapitalsAlone) {
  const std::string code =
      "struct FILE_INFO info;\nstruct POINT p = {1, 2};\nstruct NODE { int value; };\nclass SHAPE : public "
      "BASE { };\n"
      "void f(struct RECORD *r) { struct RECORD s{1, 2}; subclass API x; }\n";
  const auto tree = Tree::parse(*Grammar::find("cpp"), code, std::chrono::seconds(5));
  std::vector<std::string_view> names;
  for (NodeId n = 0; n < tree->size(); ++n) {
    if (tree->is(n, "class_specifier") || tree->is(n, "struct_specifier"))
      names.push_back(tree->text(tree->child(n, "name")));
  }
  EXPECT_EQ(names,
            (std::vector<std::string_view>{"FILE_INFO", "POINT", "NODE", "SHAPE", "RECORD", "RECORD"}));
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
