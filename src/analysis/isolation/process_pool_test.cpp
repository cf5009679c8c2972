#include "analysis/isolation/process_pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>

namespace assay::analysis {
namespace {

using Result = base::Result<ProcessPool::Outcome>;

PoolOptions options(std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
  PoolOptions out;
  out.executable = ASSAY_TEST_CHILD;
  out.timeout = timeout;
  return out;
}

base::Task<void> analyse_into(ProcessPool& pool, Source source, std::stop_token stop, Result& out,
                              int& done) {
  out = co_await pool.analyse(std::move(source), stop);
  ++done;
}

struct Fixture {
  explicit Fixture(PoolOptions o) : pool(io.get_executor(), std::move(o)) {}

  Result analyse(Source source, std::stop_token stop = {}) {
    Result out = base::fail(base::Errc::internal, "never ended");
    int done = 0;
    boost::asio::co_spawn(io, analyse_into(pool, std::move(source), stop, out, done), boost::asio::detached);
    io.restart();
    while (done == 0 && io.run_one() > 0) {
    }
    return out;
  }

  boost::asio::io_context io;
  ProcessPool pool;
};

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

constexpr const char* kBad = "def add(item, items=[]):\n    items.append(item)\n    return items\n";

TEST(ProcessPool, ChildFindsWhatTheRulesFind) {
  Fixture f(options());
  EXPECT_EQ(f.pool.running(), 0);
  const Result outcome = f.analyse({core::Language::python, "a.py", kBad});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_TRUE(outcome->complete);
  ASSERT_EQ(outcome->result.issues.size(), 1U);
  EXPECT_EQ(outcome->result.issues[0].rule_id, "py.mutable-default");
  EXPECT_EQ(outcome->result.issues[0].lines, (core::LineRange{1, 1}));
  EXPECT_EQ(f.pool.missing_protection(), "");
}

TEST(ProcessPool, ChildIsKeptForTheNextAnalysis) {
  Fixture f(options());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(f.analyse({core::Language::python, "", kBad}).has_value());
  EXPECT_EQ(f.pool.running(), 1);
}

TEST(ProcessPool, MoreAnalysesThanChildrenWaitTheirTurn) {
  Fixture f(options());
  std::vector<Result> outs(6, base::fail(base::Errc::internal, "never ended"));
  int done = 0;
  for (Result& out : outs) {
    boost::asio::co_spawn(f.io, analyse_into(f.pool, {core::Language::python, "", kBad}, {}, out, done),
                          boost::asio::detached);
  }
  while (done < 6 && f.io.run_one() > 0) {
  }
  EXPECT_EQ(f.pool.running(), 2);
  for (const Result& out : outs) {
    ASSERT_TRUE(out.has_value());
    EXPECT_EQ(out->result.issues.size(), 1U);
  }
}

/// Inputs that keep a parser busy for longer than anybody waits, whatever its own timeout says.
class Hanging : public testing::TestWithParam<Source> {};

TEST_P(Hanging, IsKilledAndOnlyThatAnalysisIsLost) {
  Fixture f(options(std::chrono::milliseconds(700)));
  const Result outcome = f.analyse(GetParam());
  ASSERT_TRUE(outcome.has_value());
  // Either the child was killed, or a limit inside it refused the text; in both cases the coverage says so.
  ASSERT_FALSE(outcome->result.coverage.notes.empty());
  EXPECT_EQ(outcome->result.coverage.ranges[0].state, core::CoverageState::skipped);
  EXPECT_TRUE(outcome->result.issues.empty());
  const Result next = f.analyse({core::Language::json, "", "{\"a\": 1}"});
  ASSERT_TRUE(next.has_value());
  EXPECT_TRUE(next->complete);
}

INSTANTIATE_TEST_SUITE_P(
    Inputs, Hanging,
    testing::Values(Source{core::Language::java, "", repeated("a\xE2\x80\xB9\n", 100'000)},
                    Source{core::Language::csharp, "", repeated("a\xE2\x80\xB9\n", 100'000)},
                    Source{core::Language::bash, "", std::string(200'000, '\0')}),
    [](const auto& one) { return std::string(to_string(one.param.language)); });

/// Hostile and broken texts in every language: brackets 100,000 deep, one line of 5 MB, bytes that are no
/// text.
class AnyLanguage : public testing::TestWithParam<core::Language> {};

TEST_P(AnyLanguage, SurvivesWhatNoParserLikes) {
  PoolOptions small = options(std::chrono::milliseconds(700));
  small.limits.max_bytes = 8'000'000;
  small.limits.max_line = 10'000'000;  // so that the parser gets to see it
  Fixture f(small);
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += static_cast<char>(1 + (i * 7919) % 255);
  const std::string texts[] = {repeated("(", 100'000), repeated("{", 100'000), repeated("if x {\n", 50'000),
                               repeated("x=1;", 1'300'000), bytes};
  for (const std::string& text : texts) {
    const Result outcome = f.analyse({GetParam(), "", text});
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
    ASSERT_FALSE(outcome->result.coverage.ranges.empty());
    // Whatever was not looked at says why.
    for (const core::CoverageRange& range : outcome->result.coverage.ranges) {
      if (range.state != core::CoverageState::reviewed) {
        EXPECT_FALSE(range.reason.empty());
      }
    }
    if (!outcome->complete) {
      EXPECT_FALSE(outcome->result.coverage.notes.empty());
    }
  }
  const Result next = f.analyse({core::Language::json, "", "{\"a\": 1}"});
  ASSERT_TRUE(next.has_value());
  EXPECT_TRUE(next->complete);
}

std::vector<core::Language> every_language() {
  std::vector<core::Language> out;
  for (const core::Language language : core::all_languages()) {
    if (language != core::Language::automatic) out.push_back(language);
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Languages, AnyLanguage, testing::ValuesIn(every_language()),
                         [](const auto& one) { return std::string(to_string(one.param)); });

TEST(ProcessPool, MinifiedFileOfFiveMegabytesIsSkippedAndSaysSo) {
  Fixture f(options());
  const Result outcome = f.analyse({core::Language::javascript, "app.min.js", repeated("var a=1;", 650'000)});
  ASSERT_TRUE(outcome.has_value());
  ASSERT_EQ(outcome->result.coverage.ranges.size(), 1U);
  EXPECT_EQ(outcome->result.coverage.ranges[0].state, core::CoverageState::skipped);
  EXPECT_FALSE(outcome->result.coverage.ranges[0].reason.empty());
  EXPECT_TRUE(outcome->result.issues.empty());
}

TEST(ProcessPool, CancelEndsAnAnalysisUnderWay) {
  Fixture f(options());
  std::stop_source stop;
  // Asked for while the child is busy: after the analysis was handed over.
  boost::asio::post(f.io, [&stop, &f] { boost::asio::post(f.io, [&stop] { stop.request_stop(); }); });
  const Result outcome =
      f.analyse({core::Language::java, "", repeated("a\xE2\x80\xB9\n", 100'000)}, stop.get_token());
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, base::Errc::cancelled);
  EXPECT_EQ(f.pool.running(), 0);
}

TEST(ProcessPool, BinaryThatIsNoneIsSaidToBeUnavailable) {
  PoolOptions wrong = options();
  wrong.executable = "/nonexistent";
  Fixture f(wrong);
  const Result outcome = f.analyse({core::Language::python, "", kBad});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, base::Errc::unavailable);
}

TEST(ProcessPool, ChildThatEndsAtOnceIsSaidToBeUnavailable) {
  PoolOptions wrong = options();
  wrong.executable = "/bin/false";
  Fixture f(wrong);
  const Result outcome = f.analyse({core::Language::python, "", kBad});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, base::Errc::unavailable);
}

TEST(ProcessPool, AfterShutdownNothingRuns) {
  Fixture f(options());
  ASSERT_TRUE(f.analyse({core::Language::python, "", kBad}).has_value());
  f.pool.shutdown();
  EXPECT_EQ(f.pool.running(), 0);
  EXPECT_FALSE(f.analyse({core::Language::python, "", kBad}).has_value());
}

}  // namespace
}  // namespace assay::analysis
