#include "llm/invisible.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::llm {
namespace {

using Place = InvisibleReport::Place;

TEST(Invisible, PlainAndForeignTextStays) {
  for (const std::string text : {"int a;\n\tb\n", "Größe = \"日本語 🙂\"\n", ""}) {
    InvisibleReport report;
    EXPECT_EQ(remove_invisible(text, report), text);
    EXPECT_TRUE(report.places.empty());
  }
}

TEST(Invisible, RemovesAndReportsByLine) {
  InvisibleReport report;
  EXPECT_EQ(remove_invisible("a\u200b\u200bb\n\u202ec\u2066\n\U000E0041\U000E0042\nd\x01\rx\xff", report),
            "ab\nc\n\nd x\uFFFD");
  EXPECT_THAT(report.places,
              testing::ElementsAre(Place{1, "zero-width", 2}, Place{2, "bidi", 2}, Place{3, "tag", 2},
                                   Place{4, "control", 2}, Place{4, "invalid", 1}));
}

}  // namespace
}  // namespace assay::llm
