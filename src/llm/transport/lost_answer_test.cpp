// Kept connections that end, through whole reviews: what the provider saw beside what was counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <charconv>
#include <functional>

#include "fakes/review_bench.hpp"

namespace assay::llm {
namespace {

using testing::HasSubstr;

// A reviewer whose connection is kept from a first review.
struct KeptConnection : ReviewBench {
  KeptConnection() { config.max_calls_per_part = 1; }
  void open() { expect_clean_review(review()); }
};

// Each ends a connection whose request was read, without a byte of an answer.
class EndsKept : public testing::TestWithParam<const char*> {};

TEST_P(EndsKept, IsNotAskedForAgainUncounted) {
  KeptConnection bench;
  bench.open();
  bench.provider->script({GetParam()});
  const auto outcome = bench.review();
  const auto log = bench.provider->log().all();
  ASSERT_EQ(log.size(), 2U) << "the provider saw a call that nobody counted";
  EXPECT_EQ(log[0].connection, log[1].connection);
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->retryable);
  EXPECT_THAT(outcome.failure->reason, HasSubstr("broke: it ended before an answer to the request came"));
  EXPECT_EQ(outcome.usage.calls, 1);
  EXPECT_EQ(bench.reviewer->counters().failed, 1);
  ASSERT_EQ(outcome.egress.size(), 1U);
  EXPECT_EQ(outcome.egress[0].bytes, static_cast<std::int64_t>(log[1].body_bytes));
}

TEST_P(EndsKept, OfALargeRequest) {
  KeptConnection bench;
  bench.config.input_token_budget = 1'000'000;
  bench.open();
  bench.provider->script({GetParam()});
  std::string code;
  while (code.size() < 400'000) code += "value = " + std::to_string(code.size()) + "\n";
  const auto outcome = bench.review(code);
  EXPECT_TRUE(outcome.failure);
  const auto log = bench.provider->log().all();
  ASSERT_EQ(log.size(), 2U);
  ASSERT_EQ(outcome.egress.size(), 1U);
  EXPECT_EQ(outcome.egress[0].bytes, static_cast<std::int64_t>(log[1].body_bytes));
}

TEST_P(EndsKept, IsAskedForAgainAsTheCallsPermit) {
  KeptConnection bench;
  bench.config.max_calls_per_part = 3;
  bench.open();
  bench.provider->script({GetParam(), GetParam()});
  const auto outcome = bench.review();
  expect_clean_review(outcome);
  EXPECT_EQ(outcome.usage.calls, 3);
  EXPECT_EQ(bench.calls(), 4U);
  EXPECT_EQ(bench.reviewer->counters().repeated, 2);
}

INSTANTIATE_TEST_SUITE_P(LostAnswer, EndsKept, testing::Values("refuse", "stall-headers:ms=1"),
                         [](const auto& test) {
                           return std::string(test.param) == "refuse" ? "Reset" : "Closed";
                         });

TEST(LostAnswer, OfAServerThatIsGoneIsOnTheReceipt) {
  KeptConnection bench;
  bench.open();
  bench.provider->hold();
  boost::asio::steady_timer timer(bench.io);
  std::size_t sent = 0;
  const std::function<void(const boost::system::error_code&)> leave = [&](const auto&) {
    if (bench.calls() < 2) {
      timer.expires_after(std::chrono::milliseconds{1});
      return timer.async_wait(leave);
    }
    sent = bench.provider->log().all()[1].body_bytes;
    bench.provider.reset();
  };
  boost::asio::post(bench.io, [&] { leave({}); });
  const auto outcome = bench.review();
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->retryable);
  ASSERT_EQ(outcome.egress.size(), 1U);
  EXPECT_EQ(outcome.egress[0].bytes, static_cast<std::int64_t>(sent));
}

TEST(KeptConnection, ThatIsDeadBeforeTheRequestIsReplaced) {
  KeptConnection bench;
  bench.open();
  const auto origin = bench.provider->origin();
  unsigned short port = 0;
  std::from_chars(origin.data() + origin.rfind(':') + 1, origin.data() + origin.size(), port);
  bench.provider.reset();
  bench.provider = fakes::FakeProvider::start({}, "127.0.0.1", port).value();
  const auto outcome = bench.review();
  expect_clean_review(outcome);
  EXPECT_EQ(outcome.usage.calls, 1);
  EXPECT_EQ(bench.calls(), 1U);
  EXPECT_EQ(bench.reviewer->counters().failed, 0);
}

}  // namespace
}  // namespace assay::llm
