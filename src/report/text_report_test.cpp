#include "report/text_report.hpp"

#include <gtest/gtest.h>

#include "report/formats.hpp"
#include "report/testing/sample_review.hpp"

namespace assay::report {
namespace {

std::string written(const std::vector<FileReview>& files, bool colours = false, int width = 100) {
  TextReport report{width, colours};
  std::string out;
  Totals totals;
  report.begin(out);
  for (const auto& file : files) {
    totals.add(file);
    report.add(out, file);
  }
  report.finish(out, totals);
  return out;
}

TEST(TextReport, golden) {
  const std::string expected = R"(src/find user.py  score 5/10  (security 4.9)
  note: lines 2-3 only partly reviewed by llm: line too long

src/find user.py:3  high  SQL built from strings  [py.sql-string, security, CWE-89, 85% sure]
  3 |     return db.execute(sql)
    |            ^^^^^^^^^^^^^^^
  Whoever chooses the name chooses the query.
  Pass it as a parameter.
  via line 1: name comes from the caller
  via line 3: and is run here
  suggestion:
    -     sql = "select * from users where name = '" + name + "'"
    -     return db.execute(sql)
    +     return db.execute("select * from users where name = ?", name)

src/find user.py  low  Result may be None  [llm:m, correctness, 60% sure]
  (its place in the code could not be found)

b.py
  failed: b.py can't be read: Permission denied

2 files reviewed (1 not in full), 1 failed, 1 skipped (binary): 2 issues (1 high, 1 low), average score 7.5/10
Sent 120 bytes to https://llm.example, 1 secret kept back
)";
  EXPECT_EQ(written({sample_file(), failed_file(), binary_file(), clean_file()}), expected);
}

TEST(TextReport, says_one_line_about_a_clean_file) {
  EXPECT_EQ(written({clean_file()}), "1 file reviewed: no issues, score 10/10\n");
  EXPECT_EQ(written({}), "0 files reviewed: no issues\n");
}

TEST(TextReport, colours_change_nothing_but_colours) {
  auto coloured = written({sample_file(), failed_file()}, true);
  EXPECT_NE(coloured.find("\x1b[1;31mhigh\x1b[0m"), std::string::npos);
  std::string plain;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
    } else {
      plain += coloured[i];
    }
  }
  EXPECT_EQ(plain, written({sample_file(), failed_file()}));
}

TEST(TextReport, reviewed_text_is_no_escape_sequence) {
  auto file = sample_file();
  auto review = *file.review;
  review.issues[0].title = "\x1b]0;owned\x07";
  review.issues[0].detail = "\x1b[2J";
  file.review = std::make_shared<const core::Review>(review);
  file.path = "a\x1b[1m.py";
  EXPECT_EQ(written({file}).find('\x1b'), std::string::npos);
}

TEST(TextReport, prose_stays_within_the_width) {
  auto file = sample_file();
  auto review = *file.review;
  review.issues[0].detail = std::string(30, 'w') + " " + std::string(30, 'w') + " " + std::string(30, 'w');
  file.review = std::make_shared<const core::Review>(review);
  const auto text = written({file}, false, 50);
  EXPECT_NE(text.find("\n  " + std::string(30, 'w') + "\n  " + std::string(30, 'w') + "\n"),
            std::string::npos)
      << text;
}

TEST(TextReport, tells_which_reviewer_failed_once) {
  auto file = clean_file();
  auto review = *file.review;
  review.scores.reset();
  review.reviewers = {{"llm", core::ReviewerState::failed, "no answer", "m", 1}};
  file.review = std::make_shared<const core::Review>(review);
  file.status = FileStatus::failed;
  file.error = "no answer";
  EXPECT_EQ(written({file}),
            "clean.py\n  failed: the llm reviewer: no answer\n\n0 files reviewed, 1 failed: no issues\n");
}

TEST(Formats, every_one_has_a_writer_and_a_name) {
  for (const auto& info : all_formats()) {
    EXPECT_EQ(parse_format(info.name), info.format);
    EXPECT_FALSE(report_one(info.format, {"1.2.3", false, 100}, sample_file()).empty()) << info.name;
  }
  EXPECT_FALSE(parse_format("xml"));
}

}  // namespace
}  // namespace assay::report
