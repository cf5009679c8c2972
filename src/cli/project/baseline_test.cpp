#include "cli/project/baseline.hpp"

#include <gtest/gtest.h>

namespace assay::cli {
namespace {

core::Issue issue(std::string fingerprint) {
  core::Issue one;
  one.rule_id = "py.eval";
  one.title = "eval of \"input\"";
  one.fingerprint = std::move(fingerprint);
  return one;
}

TEST(Baseline, WhatIsWrittenIsKnown) {
  BaselineWriter writer;
  writer.add(issue("aa"), "src/b.py");
  writer.add(issue("bb"), "src/a.py");
  writer.add(issue("aa"), "src/b.py");
  EXPECT_EQ(writer.size(), 2U);
  const auto baseline = Baseline::parse(writer.json());
  ASSERT_TRUE(baseline.has_value()) << baseline.error().message;
  EXPECT_EQ(baseline->size(), 2U);
  EXPECT_TRUE(baseline->knows(issue("aa")));
  EXPECT_FALSE(baseline->knows(issue("cc")));
}

TEST(Baseline, TheOrderOfFindingsDoesNotMatter) {
  BaselineWriter one;
  BaselineWriter two;
  one.add(issue("aa"), "a");
  one.add(issue("bb"), "b");
  two.add(issue("bb"), "b");
  two.add(issue("aa"), "a");
  EXPECT_EQ(one.json(), two.json());
}

TEST(Baseline, EmptyOneIsGoodAndOtherFilesAreNot) {
  EXPECT_TRUE(Baseline::parse(BaselineWriter{}.json()).has_value());
  for (const char* text : {"", "[]", "{}", "{\"version\":2,\"findings\":[]}", "{\"version\":1}",
                           "{\"version\":1,\"findings\":[{}]}", "{\"version\":1,\"findings\":[1]}"}) {
    EXPECT_FALSE(Baseline::parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace assay::cli
