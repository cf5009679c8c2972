#include "core/trace_context.hpp"

#include <gtest/gtest.h>

namespace assay::core {
namespace {

constexpr std::string_view kGood = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceContext, reads_what_the_standard_writes) {
  const auto context = parse_traceparent(kGood);
  ASSERT_TRUE(context);
  EXPECT_EQ(context->trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(context->parent_id, "b7ad6b7169203331");
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(to_string(*context), kGood);
  EXPECT_FALSE(parse_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")->sampled);
  EXPECT_TRUE(parse_traceparent("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-09-what-comes-later"));
}

TEST(TraceContext, refuses_everything_else) {
  for (const std::string text : {"", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                                 "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                 "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                 "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                                 "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                                 "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                                 "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
                                 "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                                 "00-0af7651916cd43dd8448eb211c80319\n-b7ad6b7169203331-01"}) {
    EXPECT_FALSE(parse_traceparent(text)) << text;
  }
}

TEST(TraceContext, a_child_has_a_span_of_its_own) {
  base::SeededRandom random{7};
  const auto context = *parse_traceparent(kGood);
  const auto child = child_of(context, random);
  EXPECT_EQ(child.trace_id, context.trace_id);
  EXPECT_NE(child.parent_id, context.parent_id);
  EXPECT_TRUE(parse_traceparent(to_string(child)));
}

}  // namespace
}  // namespace assay::core
