#include <cstdlib>
#include <string_view>

#include "base/random.hpp"
#include "contract/mongo_harness.hpp"
#include "contract/store_suite.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/stats.hpp"

namespace assay::contract {
namespace {

using store::mongo::Client;
using store::mongo::StatsSource;

/// A random history in MongoDB alone.
class MongoRollups : public testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    if (const auto why = missing_store("mongo"); !why.empty()) GTEST_SKIP() << why;
    owner_ = std::make_unique<MongoHarness>();
  }
  MongoHarness& h() { return *owner_; }
  template <class Work>
  auto with_client(Work work) {
    return await(h().side().pool->run(std::move(work)));
  }

  void play(int steps) {
    for (int step = 0; step < steps; ++step) {
      const auto dice = random_.next() % 10;
      if (dice < 5) {
        submissions_.push_back(h().submission("work" + std::to_string(random_.next() % 20)));
        h().accept(submissions_.back());
      } else if (dice < 8) {
        finish();
      } else if (dice < 9) {
        h().clock().advance(std::chrono::minutes{random_.next() % 300});
      } else if (!submissions_.empty()) {
        const auto& chosen = submissions_[random_.next() % submissions_.size()];
        (void)await(h().store().erase(chosen.scope, chosen.id, h().clock().now()));
      }
    }
  }
  void finish() {
    const auto claims = h().claim(1);
    if (claims.empty()) return;
    std::vector<core::IssueSummary> issues;
    for (auto n = random_.next() % 4; n > 0; --n) {
      const auto name = std::to_string(random_.next() % 5);
      issues.push_back({"Title " + name, random_.next() % 2 == 0 ? "" : "rule" + name,
                        static_cast<core::Severity>(random_.next() % 3),
                        core::kCategories[random_.next() % core::kCategories.size()], "id" + name});
    }
    auto result = h().result(static_cast<int>(1 + random_.next() % 10), std::move(issues));
    if (random_.next() % 6 == 0) result.outcome = core::Status::failed;
    result.queued_ms = static_cast<std::int64_t>(random_.next() % 300);
    result.run_ms = static_cast<std::int64_t>(random_.next() % 30'000);
    result.usage = {1, 100, 20, 5, 0.01};
    h().finish(claims[0], result);
  }
  std::optional<base::Timestamp> moment(base::Timestamp start) {
    if (random_.next() % 2 == 0) return std::nullopt;
    const auto span = static_cast<std::uint64_t>((h().clock().now() - start).count() + 1);
    return start + base::Micros{static_cast<std::int64_t>(random_.next() % span)};
  }
  core::StatsQuery random_query(base::Timestamp start) {
    core::StatsQuery query;
    query.scope = core::public_scope();
    query.start = moment(start);
    query.end = moment(start);
    for (int i = 0; i < 4; ++i) query.periods.push_back(start + std::chrono::minutes{i * 517});
    return query;
  }

  base::SeededRandom random_{GetParam()};
  std::unique_ptr<MongoHarness> owner_;
  std::vector<core::NewSubmission> submissions_;
};
INSTANTIATE_TEST_SUITE_P(, MongoRollups, testing::Values(std::uint64_t{1}));

/// The sums that were kept against an aggregation over the documents: with news that nobody has noted, with
/// buckets that have changed, and with computed ones.
TEST_P(MongoRollups, equal_an_aggregation_over_the_documents) {
  const auto start = h().clock().now();
  for (int round = 0; round < 3; ++round) {
    play(25);
    if (round % 2 == 1) h().settle_search();
    for (int i = 0; i < 5; ++i) {
      const auto query = random_query(start);
      const auto read = [&](StatsSource source) {
        return with_client([&](Client& client) { return store::mongo::read_stats(client, query, source); });
      };
      const auto kept = read(StatsSource::rollups).value();
      const auto counted = read(StatsSource::documents).value();
      ASSERT_EQ(kept.total, counted.total);
      ASSERT_EQ(kept.cached, counted.cached);
      ASSERT_EQ(kept.avg_score, counted.avg_score);
      ASSERT_EQ(kept.common_issues, counted.common_issues);
      ASSERT_EQ(kept.by_language, counted.by_language);
      ASSERT_EQ(kept.by_severity, counted.by_severity);
      ASSERT_EQ(kept.by_category, counted.by_category);
      ASSERT_EQ(kept.by_rule, counted.by_rule);
      ASSERT_EQ(kept.wait, counted.wait);
      ASSERT_EQ(kept.run, counted.run);
      ASSERT_EQ(kept.models, counted.models);
      ASSERT_EQ(kept.by_period, counted.by_period);
    }
  }
}

/// The test above must have read computed buckets, not only counted again.
TEST_P(MongoRollups, are_computed_when_all_is_quiet) {
  play(60);
  h().settle_search();
  const auto changed =
      with_client([](Client& client) { return client.count(store::mongo::kRollups, {{"changed", true}}); });
  const auto all = with_client([](Client& client) { return client.count(store::mongo::kRollups, {}); });
  EXPECT_EQ(changed.value(), 0);
  EXPECT_GT(all.value(), 0);
}

/// What mongod itself says of every query, in its profile. SecantusDB plans in its own way.
TEST_P(MongoRollups, no_query_scans_a_collection) {
  const char* server = std::getenv("ASSAY_MONGO_SERVER");
  if (server == nullptr || !std::string_view{server}.ends_with("mongod"))
    GTEST_SKIP() << "how MongoDB plans a query only mongod can say; this server is another one";
  play(60);
  h().settle_search();
  const auto profile = [&](int level) {
    return with_client([level](Client& client) { return client.command({{"profile", level}}); });
  };
  ASSERT_TRUE(profile(2));
  const auto start = h().clock().now() - std::chrono::hours{100};
  for (int order = 0; order < 4; ++order) {
    for (unsigned filters = 0; filters < 64; ++filters) {
      core::HistoryQuery query;
      query.scope = core::public_scope();
      query.order = static_cast<core::HistoryOrder>(order);
      if ((filters & 1) != 0) query.language = core::Language::python;
      if ((filters & 2) != 0) query.status = core::kStatuses[filters % core::kStatuses.size()];
      if ((filters & 4) != 0) query.min_score = 3;
      if ((filters & 8) != 0) query.start = start;
      if ((filters & 16) != 0) query.text = "print work1";
      if ((filters & 32) != 0) query.severity = core::Severity::high;
      query.page_size = 2;
      const auto page = await(h().store().history(query)).value();
      query.cursor = page.next_cursor;
      ASSERT_TRUE(await(h().store().history(query)));
    }
  }
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(await(h().store().stats(random_query(start))));
  ASSERT_TRUE(profile(0));
  const auto scans = with_client([](Client& client) {
    return client.find("system.profile", {{"planSummary", "COLLSCAN"},
                                          {"ns", client.database() + "." + store::mongo::kSubmissions}});
  });
  ASSERT_TRUE(scans);
  for (const auto& scan : *scans) ADD_FAILURE() << scan.json();
}

}  // namespace
}  // namespace assay::contract
