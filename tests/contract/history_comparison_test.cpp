#include <array>
#include <functional>
#include <memory>
#include <tuple>

#include "base/random.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using base::Micros;
using core::HistoryQuery;
using core::Language;
using core::Status;

/// Which implementation is compared with the one in memory, and the seed.
using Compared = std::tuple<std::string, std::uint64_t>;

/// Both implementations go through the same random history; each filter must give the same answer.
class HistoryComparison : public testing::TestWithParam<Compared> {
 protected:
  void SetUp() override {
    if (const auto why = missing_store(std::get<0>(GetParam())); !why.empty()) GTEST_SKIP() << why;
    tested_owner_ = make_store(std::get<0>(GetParam()));
  }
  StoreHarness& tested() { return *tested_owner_; }
  /// A server on the other side of a socket is given less to do.
  bool is_remote() const { return std::get<0>(GetParam()) == "mongo"; }
  int steps() const { return is_remote() ? 80 : 250; }
  int queries(int most) const { return is_remote() ? most / 3 : most; }

  void play() {
    for (int step = 0; step < steps(); ++step) {
      const auto dice = random_.next() % 100;
      if (dice < 55) {
        accept();
      } else if (dice < 85) {
        finish();
      } else if (dice < 90) {
        withdraw(false);
      } else if (dice < 95) {
        withdraw(true);
      } else {
        advance(static_cast<std::int64_t>(random_.next() % 4'000'000'000));
      }
    }
  }

  void accept() {
    auto submission = memory_.submission("work" + std::to_string(random_.next() % 60), scope());
    core::ReviewInput input = *submission.input;
    constexpr std::array kSome = {Language::python, Language::go, Language::java};
    const auto kind = std::hash<std::string>{}(input.filename);
    input.language = kSome[kind % kSome.size()];
    for (std::size_t i = 0; i < kWords.size(); ++i) {
      if ((kind >> (8 + i)) % 2 != 0) input.code.append(kWords[i]).append(";\n");
    }
    submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
    submissions_.push_back(submission);
    ASSERT_EQ(memory_.accept(submission).how, tested().accept(submission).how);
    if (random_.next() % 2 == 0) advance(static_cast<std::int64_t>(random_.next() % 1'000'000'000));
  }

  void finish() {
    const auto claims = memory_.claim(1);
    if (claims.empty()) return;
    std::vector<core::IssueSummary> issues;
    for (auto n = random_.next() % 4; n > 0; --n) {
      const auto number = random_.next() % 6;
      const auto rule = std::to_string(number);
      // All issues of one rule have the same title.
      const auto word = number == 0 ? random_.next() % kWords.size() : number;
      issues.push_back({"Title " + rule + " of " + std::string{kWords[word]},
                        number == 0 ? "" : "rule" + rule, static_cast<core::Severity>(random_.next() % 3),
                        core::kCategories[random_.next() % core::kCategories.size()], "id" + rule});
    }
    auto result = memory_.result(static_cast<int>(1 + random_.next() % 10), std::move(issues));
    const auto dice = random_.next() % 10;
    if (dice == 0) result.score.reset();
    if (dice == 1) {
      result.outcome = Status::failed;
      result.score.reset();
    }
    if (dice == 2) result.cacheable = false;
    result.queued_ms = static_cast<std::int64_t>(random_.next() % 300);
    result.run_ms = static_cast<std::int64_t>(random_.next() % 30'000);
    if (random_.next() % 2 == 0) {
      result.usage = {1 + static_cast<std::int64_t>(random_.next() % 3), 1000, 200, 10, std::nullopt};
      if (random_.next() % 3 != 0) result.usage.cost_usd = 0.0123;
    }
    memory_.finish(claims[0], result);
    // The other one may serve the scopes in another order: the same job is looked for, the others are handed
    // back.
    for (;;) {
      const auto other = tested().claim(1);
      ASSERT_FALSE(other.empty());
      if (other[0].job == claims[0].job) {
        tested().finish(other[0], result);
        break;
      }
      passed_over_.push_back(other[0]);
    }
    for (const auto& claim : passed_over_) {
      ASSERT_TRUE(await(tested().queue().retry(claim, Micros{0}, core::AttemptCharge::free)));
    }
    passed_over_.clear();
  }

  void withdraw(bool erase) {
    if (submissions_.empty()) return;
    const auto& chosen = submissions_[random_.next() % submissions_.size()];
    const auto now = memory_.clock().now();
    const auto both = [&](core::ReviewStore& store) {
      return erase ? await(store.erase(chosen.scope, chosen.id, now))
                   : await(store.cancel(chosen.scope, chosen.id, now));
    };
    const auto a = both(memory_.store());
    const auto b = both(tested().store());
    ASSERT_EQ(a.has_value(), b.has_value());
    if (a) {
      ASSERT_EQ(a->job_ended, b->job_ended);
      return;
    }
    ASSERT_EQ(a.error().code, b.error().code);
  }

  void advance(std::int64_t micros) {
    memory_.clock().advance(Micros{micros});
    tested().clock().advance(Micros{micros});
  }
  std::string scope() { return random_.next() % 5 == 0 ? "other" : "public"; }
  std::optional<base::Timestamp> moment(const base::Timestamp& start) {
    if (random_.next() % 2 == 0) return std::nullopt;
    const auto span = memory_.clock().now() - start;
    return start +
           Micros{static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(span.count() + 1))};
  }

  HistoryQuery random_query(base::Timestamp start) {
    HistoryQuery query;
    query.scope = core::Scope{scope()};
    if (random_.next() % 3 == 0) query.language = random_.next() % 2 == 0 ? Language::python : Language::go;
    if (random_.next() % 2 == 0) query.status = core::kStatuses[random_.next() % core::kStatuses.size()];
    if (random_.next() % 4 == 0) query.min_score = static_cast<int>(random_.next() % 11);
    if (random_.next() % 4 == 0) query.max_score = static_cast<int>(random_.next() % 11);
    query.start = moment(start);
    query.end = moment(start);
    query.order = static_cast<core::HistoryOrder>(random_.next() % 4);
    query.page_size = static_cast<int>(1 + random_.next() % 9);
    query.page = static_cast<int>(1 + random_.next() % 4);
    return query;
  }

  /// Filters that only the index of the search can answer, beside the others.
  void add_search(HistoryQuery& query) {
    const auto dice = random_.next() % 6;
    if (dice < 2) query.severity = static_cast<core::Severity>(random_.next() % 3);
    if (dice == 1 || dice == 2) query.category = core::kCategories[random_.next() % core::kCategories.size()];
    if (dice > 1) query.text = std::string{kWords[random_.next() % kWords.size()]};
    if (dice == 5) query.text.append(" title, ").append(std::to_string(random_.next() % 6));
  }

  static std::vector<core::SubmissionId> ids_of(const core::HistoryPage& page) {
    std::vector<core::SubmissionId> ids;
    for (const auto& item : page.items) ids.push_back(item.submission.id);
    return ids;
  }

  /// The answers of both to this query, and to the pages that follow.
  void compare(HistoryQuery query, const std::string& what) {
    for (int depth = 0; depth < 4; ++depth) {
      const auto a = await(memory_.store().history(query)).value();
      const auto b = await(tested().store().history(query)).value();
      ASSERT_EQ(a.total, b.total) << what;
      ASSERT_EQ(a.items.size(), b.items.size()) << what;
      for (std::size_t n = 0; n < a.items.size(); ++n) {
        ASSERT_EQ(a.items[n].submission.id, b.items[n].submission.id) << what;
        ASSERT_EQ(a.items[n].submission.status, b.items[n].submission.status);
        ASSERT_EQ(a.items[n].submission.updated_at, b.items[n].submission.updated_at);
      }
      ASSERT_EQ(a.next_cursor, b.next_cursor) << what;
      query.cursor = a.next_cursor;
      if (query.cursor.empty()) break;
    }
  }

  /// All pages of the query, by number and by cursor.
  static void compare_ways(core::ReviewStore& store, HistoryQuery query) {
    auto by_number = query;
    do {
      const auto a = await(store.history(query)).value();
      const auto b = await(store.history(by_number)).value();
      ASSERT_EQ(ids_of(a), ids_of(b)) << "page " << by_number.page;
      ASSERT_EQ(a.next_cursor, b.next_cursor);
      ASSERT_EQ(a.total, b.total);
      query.cursor = a.next_cursor;
      ++by_number.page;
    } while (!query.cursor.empty());
    EXPECT_TRUE(await(store.history(by_number))->items.empty()) << "behind the last page";
  }

  static constexpr std::array<std::string_view, 6> kWords = {"alpha",   "BETA", "Straße",
                                                             "user_id", "変数", "x1"};
  base::SeededRandom random_{std::get<1>(GetParam())};
  std::unique_ptr<StoreHarness> tested_owner_;
  std::unique_ptr<StoreHarness> memory_owner_ = make_store("memory");
  StoreHarness& memory_ = *memory_owner_;
  std::vector<core::NewSubmission> submissions_;
  std::vector<core::Claim> passed_over_;
};
INSTANTIATE_TEST_SUITE_P(sqlite, HistoryComparison,
                         testing::Combine(testing::Values("sqlite"),
                                          testing::Range(std::uint64_t{1}, std::uint64_t{7})));
INSTANTIATE_TEST_SUITE_P(mongo, HistoryComparison,
                         testing::Combine(testing::Values("mongo"),
                                          testing::Range(std::uint64_t{7}, std::uint64_t{8})));

TEST_P(HistoryComparison, filters_pages_and_totals_agree) {
  const auto start = memory_.clock().now();
  play();
  for (int i = 0; i < queries(150); ++i) {
    compare(random_query(start), "query " + std::to_string(i));
  }
}

TEST_P(HistoryComparison, searches_agree) {
  const auto start = memory_.clock().now();
  for (int round = 0; round < 2; ++round) {
    play();
    tested().settle_search();
    for (int i = 0; i < queries(150); ++i) {
      auto query = random_query(start);
      add_search(query);
      compare(query, "query " + std::to_string(i) + ": " + query.text);
    }
  }
}

/// Each page, asked for by its number, is what a reader meets who goes there page by page.
TEST_P(HistoryComparison, a_page_by_number_is_the_one_by_cursor) {
  const auto start = memory_.clock().now();
  for (int round = 0; round < 2; ++round) {
    play();
    advance(static_cast<std::int64_t>(random_.next() % 3'000'000'000'000));  // up to 35 days
  }
  play();
  tested().settle_search();
  for (int i = 0; i < queries(20); ++i) {
    auto query = random_query(start);
    if (i % 3 == 0) query.start = query.end = std::nullopt;
    if (i % 2 == 0) add_search(query);
    query.page_size += is_remote() ? 10 : 3;
    query.page = 1;
    for (auto* const store : {&memory_.store(), &tested().store()}) compare_ways(*store, query);
    ASSERT_FALSE(HasFatalFailure()) << "query " << i;
  }
}

/// A full recount (memory) against the rollups, those that were just noted and those that were computed.
TEST_P(HistoryComparison, statistics_agree_with_a_recount) {
  const auto start = memory_.clock().now();
  for (int round = 0; round < 4; ++round) {
    play();
    // Sums of up to 32 days are read as one; those of the last hours are not there yet.
    if (round < 3) advance(static_cast<std::int64_t>(random_.next() % 3'000'000'000'000));
    if (round % 2 == 0) continue;
    tested().settle_search();
    for (int i = 0; i < queries(60); ++i) {
      core::StatsQuery query;
      query.scope = core::Scope{scope()};
      if (random_.next() % 3 == 0) query.language = random_.next() % 2 == 0 ? Language::python : Language::go;
      query.start = moment(start);
      query.end = moment(start);
      auto bound = start - std::chrono::hours{random_.next() % 30};
      for (auto n = random_.next() % 12; n > 0; --n) {
        query.periods.push_back(bound);
        bound += random_.next() % 3 == 0 ? Micros{static_cast<std::int64_t>(random_.next() % 90'000'000'000)}
                                         : Micros{std::chrono::hours{24}};
      }
      const auto a = await(memory_.store().stats(query)).value();
      const auto b = await(tested().store().stats(query)).value();
      ASSERT_EQ(a.total, b.total);
      ASSERT_EQ(a.cached, b.cached);
      ASSERT_EQ(a.avg_score.has_value(), b.avg_score.has_value());
      if (a.avg_score) {
        ASSERT_DOUBLE_EQ(*a.avg_score, *b.avg_score);
      }
      ASSERT_EQ(a.common_issues, b.common_issues);
      ASSERT_EQ(a.by_language, b.by_language);
      ASSERT_EQ(a.by_severity, b.by_severity);
      ASSERT_EQ(a.by_category, b.by_category);
      ASSERT_EQ(a.by_rule, b.by_rule);
      ASSERT_EQ(a.wait, b.wait);
      ASSERT_EQ(a.run, b.run);
      ASSERT_EQ(a.models, b.models);
      ASSERT_EQ(a.by_period, b.by_period);
    }
  }
}

}  // namespace
}  // namespace assay::contract
