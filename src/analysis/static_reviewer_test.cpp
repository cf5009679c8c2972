#include "analysis/static_reviewer.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "analysis/rules/rule_codec.hpp"

namespace assay::analysis {
namespace {

class Observer final : public core::ReviewObserver {
 public:
  void issue_found(const core::Issue& issue) override { found.push_back(issue); }
  void progressed(int done, int total) override { complete = done == total; }
  std::vector<core::Issue> found;
  bool complete = false;
};

PoolOptions options() {
  PoolOptions out;
  out.executable = ASSAY_TEST_CHILD;
  return out;
}

base::Task<void> review_into(StaticReviewer& reviewer, core::ReviewRequest request,
                             core::ReviewerOutcome& out, bool& done) {
  out = co_await reviewer.review(std::move(request));
  done = true;
}

core::ReviewerOutcome review(boost::asio::io_context& io, StaticReviewer& reviewer, core::ReviewInput input,
                             Observer& observer) {
  core::ReviewRequest request;
  request.input = std::make_shared<const core::ReviewInput>(std::move(input));
  request.observer = &observer;
  core::ReviewerOutcome out;
  bool done = false;
  boost::asio::co_spawn(io, review_into(reviewer, std::move(request), out, done), boost::asio::detached);
  io.restart();
  while (!done && io.run_one() > 0) {
  }
  EXPECT_TRUE(done);
  return out;
}

core::ReviewInput python(std::string code) {
  core::ReviewInput input;
  input.language = core::Language::python;
  input.filename = "a.py";
  input.code = std::move(code);
  return input;
}

TEST(StaticReviewer, TellsIssuesLiveAndGivesMetricsAndCoverage) {
  boost::asio::io_context io;
  StaticReviewer reviewer(io.get_executor(), options());
  Observer observer;
  const auto outcome = review(
      io, reviewer, python("import os\n\n\ndef run(name):\n    os.system(\"ls \" + name)\n"), observer);
  EXPECT_FALSE(outcome.failure.has_value());
  ASSERT_FALSE(outcome.issues.empty());
  EXPECT_EQ(observer.found.size(), outcome.issues.size());
  EXPECT_TRUE(observer.complete);
  EXPECT_TRUE(outcome.cacheable);
  const core::Issue& issue = outcome.issues.front();
  EXPECT_EQ(issue.lines, (core::LineRange{5, 5}));
  EXPECT_EQ(issue.quote, "os.system(\"ls \" + name)");
  EXPECT_EQ(issue.sources, std::vector<std::string>{"static"});
  EXPECT_FALSE(issue.id.empty());
  EXPECT_FALSE(issue.fingerprint.empty());
  ASSERT_TRUE(outcome.metrics.has_value());
  EXPECT_EQ(outcome.metrics->functions.size(), 1U);
  ASSERT_EQ(outcome.coverage.ranges.size(), 1U);
  EXPECT_EQ(outcome.coverage.ranges[0].lines, (core::LineRange{1, 5}));
  EXPECT_EQ(outcome.coverage.ranges[0].state, core::CoverageState::reviewed);
}

base::Task<void> outline_into(StaticReviewer& reviewer, core::Language language, std::string code,
                              core::CodeOutline& out) {
  std::stop_token never;
  out = co_await reviewer.outline(language, "a", std::move(code), std::move(never));
  reviewer.pool().shutdown();
}

TEST(StaticReviewer, OutlinesCode) {
  using Kind = core::OutlineItem::Kind;
  const auto outline = [](core::Language language, std::string code) {
    boost::asio::io_context io;
    StaticReviewer reviewer(io.get_executor(), options());
    core::CodeOutline out;
    boost::asio::co_spawn(io, outline_into(reviewer, language, std::move(code), out), boost::asio::detached);
    io.run();
    return out;
  };
  const auto python = outline(core::Language::python,
                              "import os\n\nclass A:\n    x = 1\n\n    def f(self,\n          a):\n        "
                              "return a\n\ndef g():\n    pass\n");
  const core::CodeOutline expected = {{Kind::import, "", {1, 1}, {1, 1}},
                                      {Kind::type, "A", {3, 8}, {3, 3}},
                                      {Kind::function, "f", {6, 8}, {6, 7}},
                                      {Kind::function, "g", {10, 11}, {10, 10}}};
  ASSERT_EQ(python.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(python[i].kind, expected[i].kind);
    EXPECT_EQ(python[i].lines, expected[i].lines) << i;
    EXPECT_EQ(python[i].signature, expected[i].signature) << i;
    EXPECT_TRUE(python[i].name.ends_with(expected[i].name)) << python[i].name;
  }
  const auto java =
      outline(core::Language::java, "import a.B;\nclass C\n{\n  int f(int x) {\n    return x;\n  }\n}\n");
  ASSERT_EQ(java.size(), 3U);
  EXPECT_EQ(java[1].signature, (core::LineRange{2, 3}));
  EXPECT_EQ(java[2].lines, (core::LineRange{4, 6}));
  EXPECT_TRUE(outline(core::Language::text, "no code\n").empty());
}

TEST(StaticReviewer, CleanCodeStaysClean) {
  boost::asio::io_context io;
  StaticReviewer reviewer(io.get_executor(), options());
  Observer observer;
  const auto outcome = review(
      io, reviewer,
      python("import statistics\n\n\ndef mean(values):\n    \"\"\"The mean, or None for nothing.\"\"\"\n"
             "    if not values:\n        return None\n    return statistics.fmean(values)\n"),
      observer);
  EXPECT_TRUE(outcome.issues.empty()) << outcome.issues.front().title;
}

TEST(StaticReviewer, WhatIsNoCodeIsSkippedAndSaysWhy) {
  boost::asio::io_context io;
  StaticReviewer reviewer(io.get_executor(), options());
  struct Case {
    std::string code;
    std::string word;
  };
  const Case cases[] = {{std::string("x = 1\0y = 2\n", 12), "NUL"},
                        {"x = '" + std::string(30'000, 'a') + "'\n", "minified"},
                        {std::string(2'100'000, '\n'), "larger"}};
  for (const Case& one : cases) {
    Observer observer;
    const auto outcome = review(io, reviewer, python(one.code), observer);
    EXPECT_FALSE(outcome.failure.has_value());
    EXPECT_TRUE(outcome.issues.empty());
    ASSERT_EQ(outcome.coverage.ranges.size(), 1U);
    EXPECT_EQ(outcome.coverage.ranges[0].state, core::CoverageState::skipped);
    EXPECT_NE(outcome.coverage.ranges[0].reason.find(one.word), std::string::npos)
        << outcome.coverage.ranges[0].reason;
  }
}

TEST(StaticReviewer, InvalidUtf8IsAnalysedAndSaysSo) {
  boost::asio::io_context io;
  StaticReviewer reviewer(io.get_executor(), options());
  Observer observer;
  const auto outcome = review(io, reviewer, python("# \xFF\xFE\ndef f(a=[]):\n    a.append(1)\n"), observer);
  EXPECT_EQ(outcome.issues.size(), 1U);
  ASSERT_EQ(outcome.coverage.notes.size(), 1U);
  EXPECT_NE(outcome.coverage.notes[0].find("UTF-8"), std::string::npos);
}

TEST(StaticReviewer, IdentityChangesWithTheRules) {
  boost::asio::io_context io;
  const StaticReviewer plain(io.get_executor(), options());
  PoolOptions fewer = options();
  fewer.disabled = {"py.mutable-default"};
  const StaticReviewer other(io.get_executor(), fewer);
  EXPECT_NE(plain.identity({}), other.identity({}));
  EXPECT_EQ(plain.identity({}), StaticReviewer(io.get_executor(), options()).identity({}));
}

TEST(StaticReviewer, RunsAUsersOwnRules) {
  Rule rule;
  rule.id = "own.no-print";
  rule.languages = {core::Language::python};
  rule.category = core::Category::readability;
  rule.message = "`{fn}` is not for this project";
  rule.query = "(call function: (identifier) @fn)";
  Predicate is_print;
  is_print.capture = "fn";
  is_print.test = {TextTest::Op::equal, {"print"}};
  rule.where = {is_print};
  PoolOptions own = options();
  own.extra_rules = encode_rules({rule});
  boost::asio::io_context io;
  StaticReviewer reviewer(io.get_executor(), own);
  Observer observer;
  const auto outcome = review(io, reviewer, python("print(1)\n"), observer);
  ASSERT_EQ(outcome.issues.size(), 1U);
  EXPECT_EQ(outcome.issues[0].title, "`print` is not for this project");
}

}  // namespace
}  // namespace assay::analysis
