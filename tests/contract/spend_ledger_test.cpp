#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "contract/sqlite_harness.hpp"
#include "contract/store_suite.hpp"

namespace assay::contract {
namespace {

using core::DaySpend;
using core::Scope;
using core::Spend;

constexpr std::chrono::sys_days kDay{std::chrono::days{20'000}};
constexpr std::chrono::days kOne{1};

class SpendLedgerContract : public StoreSuite {
 protected:
  core::SpendLedger& ledger() { return h().spend(); }
  bool reserve(const std::string& scope, Spend amount, core::SpendCap all, core::SpendCap one = {}) {
    return await(ledger().reserve({kDay, Scope{scope}, amount, all, one})).value().granted;
  }
  void add(const std::string& scope, Spend amount, std::chrono::sys_days day = kDay) {
    ASSERT_TRUE(await(ledger().add(day, Scope{scope}, amount)));
  }
  DaySpend spent(const std::string& scope, std::chrono::sys_days day = kDay) {
    return await(ledger().spent(day, Scope{scope})).value();
  }
};
INSTANTIATE_TEST_SUITE_P(, SpendLedgerContract, testing::ValuesIn(store_kinds()), kind_name);

TEST_P(SpendLedgerContract, NothingIsSpentAtFirst) { EXPECT_EQ(spent("a"), (DaySpend{})); }

TEST_P(SpendLedgerContract, SumsByDayAndScope) {
  add("a", {100, 7});
  add("b", {20, 3});
  add("a", {1, 1});
  add("a", {5, 5}, kDay + kOne);
  EXPECT_EQ(spent("a"), (DaySpend{{121, 11}, {101, 8}}));
  EXPECT_EQ(spent("b"), (DaySpend{{121, 11}, {20, 3}}));
  EXPECT_EQ(spent("c"), (DaySpend{{121, 11}, {0, 0}}));
  EXPECT_EQ(spent("a", kDay + kOne), (DaySpend{{5, 5}, {5, 5}}));
  EXPECT_EQ(spent("a", kDay - kOne), (DaySpend{}));
}

TEST_P(SpendLedgerContract, AReservationIsGrantedUpToTheCapAndNotBeyond) {
  const core::SpendCap cap{100, std::nullopt};
  EXPECT_TRUE(reserve("a", {60, 1'000}, cap));
  EXPECT_TRUE(reserve("b", {40, 1'000}, cap));
  EXPECT_FALSE(reserve("a", {1, 0}, cap));
  EXPECT_EQ(spent("a"), (DaySpend{{100, 2'000}, {60, 1'000}}));
  const auto refused = await(ledger().reserve({kDay, Scope{"a"}, {1, 0}, cap, {}})).value();
  EXPECT_EQ(refused.before, (DaySpend{{100, 2'000}, {60, 1'000}}));
  // What a call did not use comes back.
  add("a", {-30, 0});
  EXPECT_TRUE(reserve("c", {30, 0}, cap));
}

TEST_P(SpendLedgerContract, MoneyAndEachScopeHaveCapsOfTheirOwn) {
  EXPECT_FALSE(reserve("a", {0, 11}, {std::nullopt, 10}));
  EXPECT_TRUE(reserve("a", {0, 10}, {}, {std::nullopt, 10}));
  EXPECT_FALSE(reserve("a", {0, 1}, {}, {std::nullopt, 10}));
  EXPECT_TRUE(reserve("b", {0, 1}, {}, {std::nullopt, 10}));
  EXPECT_FALSE(reserve("c", {1, 0}, {0, std::nullopt}));
}

TEST_P(SpendLedgerContract, AnAdditionPassesAnyCap) {
  EXPECT_TRUE(reserve("a", {10, 0}, {10, std::nullopt}));
  add("a", {50, 0});
  EXPECT_EQ(spent("a").all.tokens, 60);
}

TEST_P(SpendLedgerContract, ManyAtOnceNeverPassTheCap) {
  constexpr int kThreads = 4;
  constexpr int kEach = 60;
  static constexpr std::int64_t kCap = 100;
  std::atomic<int> granted{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this, i, &granted] {
        for (int n = 0; n < kEach; ++n) {
          if (reserve(i % 2 == 0 ? "a" : "b", {1, 0}, {kCap, std::nullopt})) ++granted;
        }
      });
    }
  }
  EXPECT_EQ(granted, kCap);
  EXPECT_EQ(spent("a").all.tokens, kCap);
}

TEST(SqliteSpendLedger, SurvivesARestart) {
  SqliteHarness harness;
  const core::SpendReservation wanted{kDay, Scope{"a"}, {70, 5}, {100, std::nullopt}, {}};
  EXPECT_TRUE(await(harness.spend().reserve(wanted)).value().granted);
  harness.restart();
  EXPECT_EQ(await(harness.spend().spent(kDay, Scope{"a"})).value(), (DaySpend{{70, 5}, {70, 5}}));
  EXPECT_FALSE(await(harness.spend().reserve(wanted)).value().granted);
}

}  // namespace
}  // namespace assay::contract
