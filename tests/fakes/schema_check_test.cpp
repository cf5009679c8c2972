#include "fakes/schema_check.hpp"

#include <gtest/gtest.h>

namespace assay::fakes {
namespace {

std::optional<std::string> check(std::string_view json) {
  const auto document = base::JsonDocument::parse(json);
  return find_strict_schema_error(document->root());
}

TEST(SchemaCheck, AcceptsAStrictSchema) {
  EXPECT_EQ(check(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":
    {"b":{"type":["string","null"]}},"required":["b"],"additionalProperties":false}}},
    "required":["a"],"additionalProperties":false})"),
            std::nullopt);
}

TEST(SchemaCheck, RefusesWhatRealServersRefuse) {
  EXPECT_NE(check(R"({"type":"array","items":{"type":"string"}})"), std::nullopt);
  EXPECT_NE(check(R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"]})"),
            std::nullopt);
  EXPECT_NE(
      check(
          R"({"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false})"),
      std::nullopt);
  EXPECT_NE(
      check(
          R"({"type":"object","properties":{"a":{"oneOf":[]}},"required":["a"],"additionalProperties":false})"),
      std::nullopt);
  EXPECT_NE(check(R"({"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],
    "additionalProperties":false})"),
            std::nullopt);
}

}  // namespace
}  // namespace assay::fakes
