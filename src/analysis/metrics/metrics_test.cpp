#include "analysis/metrics/metrics.hpp"

#include <gtest/gtest.h>

namespace assay::analysis {
namespace {

core::CodeMetrics measure(core::Language language, const std::string& code) {
  const Model& model = *Model::find(language);
  const auto tree = Tree::parse(model.grammar(), code, std::chrono::seconds(5));
  return code_metrics(*tree, model);
}

core::FunctionMetrics first(core::Language language, const std::string& code) {
  const core::CodeMetrics all = measure(language, code);
  EXPECT_FALSE(all.functions.empty());
  return all.functions.empty() ? core::FunctionMetrics{} : all.functions.front();
}

using core::Language;

constexpr const char* kForRadon = R"py("""Doc
of two lines."""
import os  # a comment

# alone

LIMITS = {"a": 1, "b": -2}


class Reader:
    '''One line.'''

    def read(self, path, size=4 + 4):
        total = 0
        for name in os.listdir(path):
            if name and not name.startswith(".") and size != total: total += 1
        else:
            total -= LIMITS["a"]
        return total if 0 < total <= size else None; print(path)


def mean(xs):
    assert xs or 1
    return sum(x * x for x in xs if x > 1) / len(xs)
)py";

// The worked examples of the white paper "Cognitive Complexity".
TEST(Cognitive, SumOfPrimes) {
  EXPECT_EQ(first(Language::java, R"(class A { int sumOfPrimes(int max) {
  int total = 0;
  OUT: for (int i = 1; i <= max; ++i) {
    for (int j = 2; j < i; ++j) {
      if (i % j == 0) {
        continue OUT;
      }
    }
    total += i;
  }
  return total;
} })")
                .cognitive,
            7);
}

TEST(Cognitive, GetWordsIsASwitch) {
  EXPECT_EQ(first(Language::java, R"(class A { String getWords(int number) {
  switch (number) {
    case 1: return "one";
    case 2: return "a couple";
    case 3: return "a few";
    default: return "lots";
  }
} })")
                .cognitive,
            1);
}

TEST(Cognitive, RunsOfOperators) {
  EXPECT_EQ(
      first(Language::java, "class A { void f() { if (a && b && c || d || e && f) { g(); } } }").cognitive,
      4);
  EXPECT_EQ(first(Language::java, "class A { void f() { if (a && !(b && c)) { g(); } } }").cognitive, 3);
}

TEST(Cognitive, CatchAndNesting) {
  EXPECT_EQ(first(Language::java, R"(class A { void myMethod() {
  try {
    if (condition1) {
      for (int i = 0; i < 10; i++) {
        while (condition2) { }
      }
    }
  } catch (ExcepType1 e) {
    if (condition2) { }
  }
} })")
                .cognitive,
            9);
}

TEST(Cognitive, ElseIfChainCountsOncePerBranch) {
  EXPECT_EQ(
      first(Language::python,
            "def f(a):\n    if a == 1:\n        x()\n    elif a == 2:\n        y()\n    else:\n        z()\n")
          .cognitive,
      3);
  EXPECT_EQ(
      first(Language::c, "void f(int a) { if (a == 1) x(); else if (a == 2) y(); else z(); }").cognitive, 3);
  EXPECT_EQ(first(Language::go,
                  "package p\nfunc f(a int) { if a == 1 { x() } else if a == 2 { y() } else { z() } }")
                .cognitive,
            3);
  EXPECT_EQ(
      first(Language::java, "class A { void f(int a) { if (a == 1) x(); else if (a == 2) y(); else z(); } }")
          .cognitive,
      3);
  EXPECT_EQ(first(Language::rust, "fn f(a: i32) { if a == 1 { x() } else if a == 2 { y() } else { z() } }")
                .cognitive,
            3);
}

TEST(Cognitive, RecursionCountsOnce) {
  EXPECT_EQ(first(Language::python,
                  "def fact(n):\n    if n < 2:\n        return 1\n    return n * fact(n - 1) + fact(0)\n")
                .cognitive,
            2);
}

/// One case for each sentence of the definition, written for it: increments, nesting, what is exempt.
struct CognitiveCase {
  const char* what;
  Language language;
  const char* code;
  int expected;
};

TEST(Cognitive, EachSentenceOfTheDefinition) {
  const CognitiveCase cases[] = {
      {"straight code is free", Language::java, "class A { int f(int a) { int b = a + 1; g(b); return b; } }",
       0},
      {"try and finally are free, catch is not", Language::java,
       "class A { void f() { try { g(); } catch (E e) { h(); } finally { i(); } } }", 1},
      {"an if in an if costs its nesting", Language::c, "void f(int a, int b) { if (a) { if (b) g(); } }", 3},
      {"an else adds one and no nesting of its own", Language::c,
       "void f(int a, int b) { if (a) { g(); } else { if (b) h(); } }", 4},
      {"else if is not nested", Language::javascript,
       "function f(a) { if (a === 1) g(); else if (a === 2) h(); else if (a === 3) i(); }", 3},
      {"a switch is one, whatever its cases", Language::go,
       "package p\nfunc f(a int) int { switch a { case 1: return 1\ncase 2: return 2\ndefault: return 3 } }",
       1},
      {"a loop in a loop", Language::python,
       "def f(a):\n    for x in a:\n        while x:\n            x -= 1\n", 3},
      {"a conditional expression is an if", Language::javascript,
       "function f(a, b) { return a ? (b ? 1 : 2) : 3; }", 3},
      {"one run of equal operators is one", Language::java,
       "class A { boolean f() { return a && b && c && d; } }", 1},
      {"each change of the operator is one more", Language::java,
       "class A { boolean f() { return a && b || c && d; } }", 3},
      {"a lambda nests but costs nothing", Language::java,
       "class A { void f() { Runnable r = () -> { if (a) { g(); } }; } }", 2},
      {"break to a label costs, a plain one does not", Language::java,
       "class A { void f() { OUT: while (a) { while (b) { if (c) break OUT; break; } } } }", 7},
      {"goto costs", Language::c, "void f(int a) { if (a) goto end; g(); end: h(); }", 2},
      {"calling itself costs once", Language::go, "package p\nfunc f(n int) int { return f(n-1) + f(n-2) }",
       1},
      {"guard clauses stay flat", Language::python,
       "def f(a, b):\n    if not a:\n        return 1\n    if not b:\n        return 2\n    return 3\n", 2},
      {"catch nests what is in it", Language::csharp,
       "class A { void F() { try { G(); } catch (E e) { if (a) { H(); } } } }", 3},
  };
  for (const CognitiveCase& one : cases)
    EXPECT_EQ(first(one.language, one.code).cognitive, one.expected) << one.what;
}

TEST(PythonMetrics, LinesAndIndexOfRadon) {
  // Numbers of radon 5.1.0 for this text.
  const auto m = measure(Language::python, kForRadon);
  EXPECT_NEAR(m.maintainability, 82.35, 0.1);
  EXPECT_NEAR(m.halstead_volume, 161.67, 0.1);
}

TEST(Cyclomatic, Decisions) {
  EXPECT_EQ(first(Language::python, "def f(): pass\n").cyclomatic, 1);
  EXPECT_EQ(first(Language::python,
                  "def f(a, b):\n    for x in a:\n        if x and b:\n            return x if b else a\n")
                .cyclomatic,
            5);
  // As radon: `else` of loops and try, assert without what is in it, comprehensions, nothing for match.
  EXPECT_EQ(first(Language::python,
                  "def f(a):\n    for x in a:\n        pass\n    else:\n        pass\n    try:\n        "
                  "pass\n    except "
                  "E:\n        pass\n    else:\n        pass\n    assert a and x\n    return [y for y in a "
                  "if y if x]\n")
                .cyclomatic,
            9);
  EXPECT_EQ(
      first(Language::python,
            "def f(a):\n    match a:\n        case 1:\n            pass\n    def g():\n        if a: pass\n")
          .cyclomatic,
      1);
  EXPECT_EQ(first(Language::c,
                  "int f(int a) { switch (a) { case 1: return 1; case 2: return 2; default: return 3; } }")
                .cyclomatic,
            3);
  EXPECT_EQ(first(Language::go, "package p\nfunc f(a []int) { for _, x := range a { g(x) } }").cyclomatic, 2);
  EXPECT_EQ(first(Language::javascript, "function f(a) { return a ? 1 : a || 2; }").cyclomatic, 3);
}

TEST(FunctionMetrics, SizeNestingAndParameters) {
  const auto m = first(Language::python,
                       "class A:\n    def f(self, a, b=1, *c, d: int = 2):\n        if a:\n            while "
                       "b:\n                pass\n");
  EXPECT_EQ(m.name, "f");
  EXPECT_EQ(m.parameters, 4);
  EXPECT_EQ(m.length, 4);
  EXPECT_EQ(m.nesting, 2);
  EXPECT_EQ(first(Language::c, "int *f(int a, char *b) { return 0; }").parameters, 2);
  EXPECT_EQ(first(Language::c, "int f(void) { return 0; }").parameters, 0);
  EXPECT_EQ(first(Language::cpp, "void A::f(int a) { }").name, "A::f");
}

TEST(CodeMetrics, LinesAndComments) {
  const auto m = measure(Language::python, "# one\n\nx = 1  # two\ny = 2\n");
  EXPECT_EQ(m.lines, 4);
  EXPECT_EQ(m.sloc, 2);
  EXPECT_DOUBLE_EQ(m.comment_density, 0.5);
  EXPECT_EQ(m.duplication, 0);
  EXPECT_GT(m.maintainability, 50);
}

TEST(CodeMetrics, DuplicationIsTheShareOfLinesThatOccurAgain) {
  std::string body;
  for (int i = 0; i < 10; ++i) body += "    total += item.price * item.count + " + std::to_string(i) + "\n";
  const auto m = measure(Language::python,
                         "def a(item):\n    total = 0\n" + body + "def b(item):\n    total = 0\n" + body);
  EXPECT_NEAR(m.duplication, 22.0 / 24.0, 0.001);
}

}  // namespace
}  // namespace assay::analysis
