#include "analysis/lang/fragment.hpp"

#include <gtest/gtest.h>

#include "analysis/lang/brackets.hpp"

namespace assay::analysis {
namespace {

using core::Language;

bool has_kind(const Tree& tree, std::string_view kind) {
  for (NodeId n = 0; n < tree.size(); ++n) {
    if (tree.is(n, kind) && !tree.has_error(n)) return true;
  }
  return false;
}

/// What the text is read as; nothing where it is left as it is.
std::optional<Tree> fragment(Language language, const std::string& code) {
  const Model& model = *Model::find(language);
  const auto written = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
  return parse_fragment(model, *written, std::chrono::seconds(5));
}

TEST(Brackets, CountsOutsideStringsAndComments) {
  const CutBrackets cut =
      cut_brackets(Language::java, "a(\"}\"); /* } */ // }\n } } void f() { if (x) { g(1");
  EXPECT_EQ(cut.unopened, 2);
  EXPECT_EQ(cut.closing, ");}}");
  EXPECT_EQ(cut_brackets(Language::rust, "fn f<'a>(x: &'a str) { let c = '{';").closing, "}");
  EXPECT_EQ(cut_brackets(Language::csharp, "var p = @\"c:\\\"; }").unopened, 1);
  EXPECT_EQ(cut_brackets(Language::c, "f(\"ab").closing, "\");");
  EXPECT_EQ(cut_brackets(Language::c, "f(); /* open").closing, "*/");
}

struct Cut {
  Language language;
  const char* code;
  const char* kind;  ///< what must be recognised in it
};

TEST(Fragment, ReadsWhatWasCutOut) {
  const Cut cuts[] = {
      {Language::java, "  public int size() { return n; }\n", "method_declaration"},
      {Language::java, "    log(a);\n  }\n\n  private void b() {\n    run(c);\n", "method_declaration"},
      {Language::csharp, "    Use(x);\n  }\n  public static byte[] Get(string a) { return b; }\n}\n}\n",
       "method_declaration"},
      {Language::cpp, "  x = f(y);\n  }\n  return x;\n}\n\nint g() { return 1; }\n", "return_statement"},
      {Language::javascript, "  return a.b;\n}\nfunction g() {\n  h(", "function_declaration"},
      {Language::php, "$a = $_GET['x'];\necho $a;\n", "echo_statement"},
      {Language::rust, "    let x = 1;\n    f(x);\n}\n\nfn g() {\n  h();\n", "function_item"},
      {Language::python, "        return 1\n    def g(self):\n        return 2\nx = 3\n",
       "function_definition"},
      {Language::python, "            f()\n        except OSError:\n            g()\n", "except_clause"},
  };
  for (const Cut& cut : cuts) {
    const std::string code = cut.code;
    const Model& model = *Model::find(cut.language);
    const auto written = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
    const auto tree = parse_fragment(model, *written, std::chrono::seconds(5));
    ASSERT_TRUE(tree || (!written->has_error(0) && cut.language != Language::php)) << cut.code;
    EXPECT_TRUE(has_kind(tree ? *tree : *written, cut.kind)) << cut.code;
  }
}

TEST(Fragment, KeepsOffsetsAndMarksWhatItAdded) {
  const std::string code = "    log(a);\n  }\n  void b() { run(c); }\n}\n";
  const auto tree = fragment(Language::java, code);
  ASSERT_TRUE(tree);
  EXPECT_FALSE(tree->has_error(tree->root()));
  bool found = false;
  bool added = false;
  for (NodeId n = 0; n < tree->size(); ++n) {
    EXPECT_LE(tree->end(n), code.size());
    EXPECT_LE(tree->start(n), tree->end(n));
    if (tree->is(n, "class_declaration")) added = tree->is_added(n);
    if (!tree->is(n, "method_invocation") || tree->text(n) != "run(c)") continue;
    found = true;
    EXPECT_EQ(tree->start(n), code.find("run"));
    EXPECT_EQ(tree->start_line(n), 3U);
    EXPECT_FALSE(tree->is_added(n));
  }
  EXPECT_TRUE(found);
  EXPECT_TRUE(added);
}

TEST(Fragment, LeavesWholeAndHopelessTextsAlone) {
  EXPECT_FALSE(fragment(Language::java, "class A { void f() { g(); } }\n"));
  EXPECT_FALSE(fragment(Language::c, "int main(void) { return 0; }\n"));
  EXPECT_FALSE(fragment(Language::java, "Dear reader, this is }}} no { Java at all: #!$%&\n"));
  EXPECT_FALSE(fragment(Language::php, "<?php\n$a = 1;\necho $a;\n"));
}

}  // namespace
}  // namespace assay::analysis
