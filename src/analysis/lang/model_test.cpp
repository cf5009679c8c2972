#include "analysis/lang/model.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

TEST(Model, EveryLanguageHasAModel) {
  for (const core::Language language : core::all_languages()) {
    if (language == core::Language::automatic) continue;
    EXPECT_NE(Model::find(language), nullptr) << to_string(language);
  }
  EXPECT_EQ(Model::find(core::Language::typescript, true)->grammar().name(), "tsx");
}

/// A row that names a kind or field that the grammar lacks would silently do nothing.
TEST(Model, EveryRowOfEveryTableFitsItsGrammar) {
  for (const core::Language language : core::all_languages()) {
    const Model* model = language == core::Language::automatic ? nullptr : Model::find(language);
    // JavaScript and C are held against the larger sibling that shares their table; the data languages share
    // theirs.
    if (model == nullptr || !model->table().has_functions || language == core::Language::javascript ||
        language == core::Language::typescript || language == core::Language::c) {
      continue;
    }
    for (const Shape& shape : model->table().shapes) {
      EXPECT_NE(model->grammar().kind(shape.kind, true), kNoKind) << to_string(language) << " " << shape.kind;
      for (std::string_view part : {shape.first, shape.second, shape.third}) {
        if (part.empty() || part.front() == '#') continue;
        if (part.front() == '^') part.remove_prefix(1);
        EXPECT_NE(model->grammar().field(part), 0) << to_string(language) << " " << shape.kind << " " << part;
      }
    }
  }
}

TEST(Model, NamesFunctionsAndTheirParameters) {
  struct Case {
    core::Language language;
    const char* code;
    const char* name;
    std::size_t parameters;
  };
  const Case cases[] = {
      {core::Language::python, "def f(a, b=1, *c): pass\n", "f", 3},
      {core::Language::javascript, "const f = (a, b) => a;\n", "f", 2},
      {core::Language::javascript, "const o = { f: x => x };\n", "f", 1},
      {core::Language::c, "static int *f(int a, char **b) { return 0; }\n", "f", 2},
      {core::Language::cpp, "int A::f() const { return 0; }\n", "A::f", 0},
      {core::Language::go, "package p\nfunc (s *S) f(a, b int) {}\n", "f", 1},
      {core::Language::kotlin, "fun f(a: Int, b: Int) { }\n", "f", 2},
      {core::Language::swift, "func f(a: Int, b: Int) { }\n", "f", 2},
      {core::Language::rust, "fn f(a: i32) {}\n", "f", 1},
      {core::Language::ruby, "def f(a, b)\nend\n", "f", 2},
      {core::Language::php, "<?php function f($a) { }\n", "f", 1},
      {core::Language::csharp, "class A { void f(int a) { } }\n", "f", 1},
      {core::Language::lua, "function f(a, b)\nend\n", "f", 2},
      {core::Language::scala, "object A { def f(a: Int): Int = a }\n", "f", 1},
      {core::Language::bash, "f() { echo; }\n", "f", 0},
  };
  for (const Case& one : cases) {
    const Model& model = *Model::find(one.language);
    const std::string code = one.code;
    const auto tree = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
    NodeId function = kNone;
    for (NodeId n = 0; n < tree->size() && function == kNone; ++n) {
      if (model.is_function(*tree, n)) function = n;
    }
    ASSERT_NE(function, kNone) << code;
    EXPECT_EQ(model.function_name(*tree, function), one.name) << code;
    EXPECT_EQ(model.parameters(*tree, function).size(), one.parameters) << code;
  }
}

}  // namespace
}  // namespace assay::analysis
