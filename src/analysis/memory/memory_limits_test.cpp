#include <gtest/gtest.h>

#include <set>
#include <string>

#include "analysis/memory/memory_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

/// Told apart all of them would take longer than anybody waits.
TEST(MemoryLimits, AlternativesInsideEachOtherAreToldApartOnlySoFar) {
  std::string condition = "a";
  for (int i = 0; i < 100; ++i) condition = "(" + condition + " && b || c)";
  const std::string code = "void f(int a, int b, int c) {\n  char four[4];\n  if (" + condition +
                           ") four[4] = 0;  // HIT bounds\n}\n";
  EXPECT_EQ(found({"", Language::c, code.c_str()}), expected(code));
}

/// One term a line, so that it is no minified text.
std::string chain(const std::string& term, int terms) {
  std::string out = "a";
  for (int i = 0; i < terms; ++i) out += "\n" + term;
  return out;
}

/// Work that grows with the square of the terms would take minutes here, a frame of the stack for each a
/// crash.
TEST(MemoryLimits, LongChainsAreFollowedAsFarAsTheyNeedToBe) {
  for (const char* term : {"+ a", "&& a", "|| a > b", "->next", "[0]", "- a * b"}) {
    const std::string code =
        "void f(int a, int b) {\n  char four[4];\n  four[4] = 0;\n  b = " + chain(term, 30'000) +
        ";\n  four[5] = 0;\n}\n";
    const std::set<std::string> hits = found({"", Language::c, code.c_str()});
    EXPECT_TRUE(hits.contains("3 bounds")) << term;
    EXPECT_TRUE(hits.contains("30005 bounds")) << term;
  }
}

TEST(MemoryLimits, WhatIsNestedTooDeepIsSaid) {
  const std::string deep = "void f(int a) {\n  int b = " + chain("+ a", 2'000) + ";\n}\n";
  EXPECT_EQ(found({"", Language::c, deep.c_str()}, true).size(), 1U);
  const std::string flat = "void f(int a) {\n  int b = " + chain("+ a", 200) + ";\n}\n";
  EXPECT_TRUE(found({"", Language::c, flat.c_str()}, true).empty());
}

}  // namespace
}  // namespace assay::analysis
