#include "base/json_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay::base {
namespace {

TEST(JsonReader, reads_every_type) {
  const auto document =
      JsonDocument::parse(R"({"s":"x\u00e9","i":-3,"d":1.5,"b":true,"n":null,"a":[1,"two"],"o":{"k":1}})");
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_EQ(root.find("s")->as_string(), "x\xc3\xa9");
  EXPECT_EQ(root.find("i")->as_int(), -3);
  EXPECT_EQ(root.find("d")->as_double(), 1.5);
  EXPECT_FALSE(root.find("d")->as_int());
  EXPECT_EQ(root.find("b")->as_bool(), true);
  EXPECT_TRUE(root.find("n")->is_null());
  EXPECT_EQ(root.find("a")->items().at(1).as_string(), "two");
  EXPECT_EQ(root.find("o")->members().at(0).first, "k");
  EXPECT_FALSE(root.find("absent"));
  EXPECT_FALSE(root.find("s")->find("k"));
}

TEST(JsonReader, documents_do_not_share_memory) {
  auto first = JsonDocument::parse(R"(["first"])");
  const auto second = JsonDocument::parse(R"(["second"])");
  ASSERT_TRUE(first && second);
  const JsonDocument moved = std::move(*first);
  EXPECT_EQ(moved.root().items().at(0).as_string(), "first");
  EXPECT_EQ(second->root().items().at(0).as_string(), "second");
}

TEST(JsonReader, says_what_is_wrong) {
  EXPECT_FALSE(JsonDocument::parse(""));
  EXPECT_FALSE(JsonDocument::parse("{"));
  EXPECT_FALSE(JsonDocument::parse("{} x"));
  EXPECT_EQ(JsonDocument::parse("\"\xff\"").error().message, "the JSON is not valid UTF-8");
  EXPECT_EQ(JsonDocument::parse("{\"a\":100000000000000000000}").error().message,
            "the JSON has a number that is malformed or too large");
  EXPECT_NE(JsonDocument::parse(R"("\ud800")").error().message.find("half of a pair"), std::string::npos);
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(JsonDocument::parse(deep).error().message, "the JSON is nested more than 64 levels deep");
  EXPECT_TRUE(JsonDocument::parse(deep, 200));
  EXPECT_FALSE(JsonDocument::parse(deep));
}

}  // namespace
}  // namespace assay::base
