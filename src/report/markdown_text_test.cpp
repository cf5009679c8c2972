#include "report/markdown_text.hpp"

#include <gtest/gtest.h>

namespace assay::report {
namespace {

TEST(MarkdownText, PlainWordsStayAsTheyAre) {
  EXPECT_EQ(markdown_text("SQL built from strings, e.g. in a.py (3 of 10): see snake_case - fine."),
            "SQL built from strings, e.g. in a.py (3 of 10): see snake_case - fine.");
}

TEST(MarkdownText, NothingComesToLife) {
  EXPECT_EQ(markdown_text("**b** `c` <img> [l](u) ![i](u) | & ~"),
            "\\*\\*b\\*\\* \\`c\\` \\<img\\> \\[l\\](u) !\\[i\\](u) \\| \\& \\~");
  EXPECT_EQ(markdown_text("_em_ and x_y"), "\\_em\\_ and x_y");
  EXPECT_EQ(markdown_text("http://a www.b :smile:"), "http\\://a www\\.b \\:smile:");
  EXPECT_EQ(markdown_text("# h"), "\\# h");
  EXPECT_EQ(markdown_text("1. one"), "1\\. one");
  EXPECT_EQ(markdown_text("12) one"), "12\\) one");
  EXPECT_EQ(markdown_text("@all"),
            "@\xe2\x81\xa0"
            "all");
  EXPECT_EQ(markdown_text("a\nb\x1b"), "a b\xef\xbf\xbd");
}

TEST(MarkdownText, LinesStayLines) { EXPECT_EQ(markdown_lines("a\r\n- b\n=="), "a\\\n\\- b\\\n\\=="); }

TEST(MarkdownText, AFenceIsLongerThanWhatIsInIt) {
  EXPECT_EQ(markdown_code("x\n", "python"), "```python\nx\n```\n");
  EXPECT_EQ(markdown_code("````", ""), "`````\n````\n`````\n");
  EXPECT_EQ(markdown_span("a``b"), "``` a``b ```");
}

}  // namespace
}  // namespace assay::report
