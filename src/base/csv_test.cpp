#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

std::string field(std::string_view text) {
  std::string out;
  append_csv_text(out, text);
  return out;
}

TEST(Csv, PlainTextStaysAsItIs) {
  EXPECT_EQ(field(""), "");
  EXPECT_EQ(field("a b"), "a b");
  EXPECT_EQ(field("a=b"), "a=b");
}

TEST(Csv, SeparatorsQuotesAndLineEndsAreQuoted) {
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(field("a\rb"), "\"a\rb\"");
}

TEST(Csv, WhatASpreadsheetWouldRunIsText) {
  for (const auto* text : {"=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1"})
    EXPECT_EQ(field(text), std::string{"\"'"} + text + "\"");
  EXPECT_EQ(field("=\"x\""), "\"'=\"\"x\"\"\"");
}

}  // namespace
}  // namespace assay::base
