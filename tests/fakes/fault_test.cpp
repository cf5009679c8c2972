#include "fakes/fault.hpp"

#include <gtest/gtest.h>

namespace assay::fakes {
namespace {

TEST(Fault, ReadsKindAndParameters) {
  const auto fault = parse_fault("status:status=429, retry-after=Wed 21");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->kind, "status");
  EXPECT_EQ(fault->number("status", 0), 429);
  EXPECT_EQ(fault->text("retry-after", ""), "Wed 21");
  EXPECT_EQ(fault->number("retry-after", 5), 5);
}

TEST(Fault, UnknownKindsAndParametersWithoutValueAreErrors) {
  EXPECT_FALSE(parse_fault("explode"));
  EXPECT_FALSE(parse_fault("cut:now"));
}

TEST(Script, TakesTextAndObjects) {
  const auto script =
      parse_script(R"({"faults":["cut:at=10",{"kind":"status","status":503}],"repeat":true})");
  ASSERT_TRUE(script);
  ASSERT_EQ(script->faults.size(), 2U);
  EXPECT_EQ(script->faults[0].number("at", 0), 10);
  EXPECT_EQ(script->faults[1].number("status", 0), 503);
  EXPECT_TRUE(script->repeat);
}

TEST(Script, RefusesWhatIsNotAScript) {
  for (const char* text : {"", "[]", "{}", R"({"faults":[1]})", R"({"faults":["nope"]})"}) {
    EXPECT_FALSE(parse_script(text)) << text;
  }
}

}  // namespace
}  // namespace assay::fakes
