// How often MongoUpkeep asks, and what wakes it.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "contract/mongo_harness.hpp"
#include "mongo_server.hpp"
#include "store/mongo/upkeep.hpp"

namespace assay::contract {
namespace {

using std::chrono::steady_clock;

/// A pool whose finds are counted: asking whether there is anything to do is one of them.
struct Watched {
  explicit Watched(const std::string& uri) {
    store::mongo::PoolOptions options;
    options.uri = uri;
    options.threads = 4;
    options.observe = [this](std::string_view command, std::chrono::microseconds, bool) {
      if (command != "find") return;
      const std::scoped_lock lock{mutex};
      ++finds;
      counted.notify_all();
    };
    pool = store::open_mongo(std::move(options)).value();
  }
  bool wait_for(int wanted) {
    std::unique_lock lock{mutex};
    return counted.wait_for(lock, std::chrono::seconds{60}, [&] { return finds >= wanted; });
  }

  std::mutex mutex;
  std::condition_variable counted;
  int finds = 0;
  std::unique_ptr<store::mongo::Pool> pool;
};

class MongoUpkeepTimes : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = tests::MongoServer::missing(); !why.empty()) GTEST_SKIP() << why;
    harness_ = std::make_unique<MongoHarness>();
    watched_ = std::make_unique<Watched>(tests::shared_mongo().uri(harness_->side().pool->database()));
  }
  MongoHarness& h() { return *harness_; }
  Watched& watched() { return *watched_; }

  base::SystemClock clock;
  base::SystemRandom random;
  store::MongoNews news;

 private:
  std::unique_ptr<MongoHarness> harness_;
  std::unique_ptr<Watched> watched_;
};

TEST_F(MongoUpkeepTimes, asks_once_a_second_while_there_is_nothing) {
  const auto start = steady_clock::now();
  const store::MongoUpkeep upkeep{*watched().pool, clock, random, news};
  // Submissions and rollups at once, then submissions alone each second.
  ASSERT_TRUE(watched().wait_for(5));
  EXPECT_GE(steady_clock::now() - start, std::chrono::milliseconds{2'900});
}

TEST_F(MongoUpkeepTimes, what_this_process_submits_wakes_it) {
  store::UpkeepPace asleep;
  asleep.busy = std::chrono::milliseconds{1};
  asleep.idle = std::chrono::hours{24};
  const store::MongoUpkeep upkeep{*watched().pool, clock, random, news, asleep};
  store::MongoReviewStore store{*watched().pool, random, &news};
  ASSERT_TRUE(watched().wait_for(2));
  ASSERT_TRUE(await(store.accept(h().submission("sought"))));
  core::HistoryQuery query;
  query.scope = core::public_scope();
  query.text = "sought";
  const auto deadline = steady_clock::now() + std::chrono::seconds{20};
  std::int64_t total = 0;
  while (total == 0 && steady_clock::now() < deadline)
    total = await(h().store().history(query)).value().total;
  EXPECT_EQ(total, 1);
}

}  // namespace
}  // namespace assay::contract
