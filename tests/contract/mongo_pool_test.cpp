#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <exception>
#include <thread>

#include "contract/mongo_harness.hpp"
#include "mongo_server.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/library.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using std::chrono::steady_clock;
using store::mongo::Ack;
using store::mongo::Client;
using store::mongo::Document;

base::Error ping(store::mongo::Pool& pool) {
  auto work = [](Client& client) { return client.command({{"ping", 1}}); };
  const auto answer = await(pool.run(std::move(work)));
  return answer ? base::Error{Errc::internal, "", ""} : answer.error();
}

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

TEST(MongoUri, is_refused_with_a_reason_and_without_its_password) {
  for (const auto* uri :
       {"redis://user:hunter2@host/0", "mongodb://user:hunter2@host:port/", "hunter2", ""}) {
    const auto pool = store::open_mongo(uri);
    ASSERT_FALSE(pool) << uri;
    EXPECT_EQ(pool.error().code, Errc::invalid_argument);
    EXPECT_EQ(pool.error().field, "MONGODB_URI");
    EXPECT_TRUE(pool.error().message.starts_with("MONGODB_URI can't be used: "));
    EXPECT_EQ(pool.error().message.find("user:hunter2"), std::string::npos) << pool.error().message;
  }
}

TEST(MongoUri, is_shown_without_what_is_secret) {
  EXPECT_EQ(store::mongo::without_secrets("at mongodb://u:p@ss@h1,h2/db?authSource=x twice: 'mongodb://h/'"),
            "at mongodb://***@h1,h2/db?*** twice: 'mongodb://h/'");
  EXPECT_EQ(store::mongo::without_secrets("nothing to hide"), "nothing to hide");
}

class MongoServerSuite : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = tests::MongoServer::missing(); !why.empty()) GTEST_SKIP() << why;
  }
};

TEST_F(MongoServerSuite, nodes_that_start_together_make_one_database) {
  const auto uri = tests::shared_mongo().uri(tests::new_mongo_database());
  std::vector<std::string> errors(6);
  std::vector<std::thread> nodes;
  for (auto& error : errors) {
    nodes.emplace_back([&] {
      const auto pool = store::open_mongo(uri, {}, 1);
      error = pool ? ping(**pool).message : pool.error().message;
    });
  }
  for (auto& node : nodes) node.join();
  EXPECT_EQ(errors, std::vector<std::string>(6));
}

TEST_F(MongoServerSuite, a_database_of_a_newer_version_is_refused) {
  const auto uri = tests::shared_mongo().uri(tests::new_mongo_database());
  {
    const auto pool = store::open_mongo(uri, {}, 1);
    ASSERT_TRUE(pool);
    auto work = [](Client& client) {
      return client.update_one(store::mongo::kMeta, {{"_id", "schema"}},
                               {{"$set", Document{{"version", 1'000}}}}, Ack::majority);
    };
    ASSERT_TRUE(await((*pool)->run(std::move(work))));
  }
  const auto pool = store::open_mongo(uri, {}, 1);
  ASSERT_FALSE(pool);
  EXPECT_EQ(pool.error().code, Errc::unsupported);
}

TEST_F(MongoServerSuite, what_is_too_large_for_one_document_is_stored_exactly) {
  MongoHarness h;
  auto submission = h.submission("large");
  core::ReviewInput input = *submission.input;
  input.code.assign(std::size_t{17} << 20U, 'x');
  for (std::size_t i = 0; i < input.code.size(); i += 4097) input.code[i] = static_cast<char>(i);
  submission.input = std::make_shared<const core::ReviewInput>(std::move(input));
  h.accept(submission);
  const auto given = await(h.store().find_input(submission.scope, submission.id));
  ASSERT_TRUE(given);
  EXPECT_TRUE(**given == *submission.input);
  ASSERT_TRUE(await(h.store().erase(submission.scope, submission.id, h.clock().now())));
  auto pieces = [](Client& client) { return client.count(store::mongo::kPieces, {}); };
  EXPECT_EQ(await(h.side().pool->run(std::move(pieces))).value(), 0);
}

TEST_F(MongoServerSuite, a_crash_of_the_server_loses_nothing_and_is_over_when_it_is_back) {
  tests::MongoServer server;
  base::SystemRandom random;
  auto pool = store::open_mongo(server.uri("assay"), {}, 4);
  ASSERT_TRUE(pool);
  store::MongoReviewStore store{**pool, random};
  const auto helper = make_store("memory");  // only to make submissions with
  const auto kept = helper->submission("kept");
  ASSERT_TRUE(await(store.accept(kept)));
  server.kill();
  auto start = steady_clock::now();
  const auto refused = helper->submission("refused");
  EXPECT_EQ(await(store.accept(refused)).error().code, Errc::unavailable);
  EXPECT_EQ(ping(**pool).code, Errc::unavailable);
  EXPECT_LT(seconds_since(start), 10);
  server.start();
  start = steady_clock::now();
  while (ping(**pool).code == Errc::unavailable) ASSERT_LT(seconds_since(start), 20);
  std::printf("back after %.2f s\n", seconds_since(start));
  EXPECT_TRUE(await(store.find(kept.scope, kept.id)));
  EXPECT_EQ(await(store.find(refused.scope, refused.id)).error().code, Errc::not_found);
  EXPECT_TRUE(await(store.accept(refused)));
}

TEST_F(MongoServerSuite, a_server_that_does_not_answer_holds_up_few_calls) {
  tests::MongoServer server;
  const auto pool = store::open_mongo(server.uri("silent") + "?socketTimeoutMS=500", {}, 2);
  ASSERT_TRUE(pool);
  server.freeze();
  // One after the other on two threads they would wait for more than a minute.
  constexpr int kCalls = 300;
  const auto start = steady_clock::now();
  int unavailable = 0;
  for (int i = 0; i < kCalls; ++i) {
    auto work = [](Client& client) { return client.command({{"ping", 1}}); };
    boost::asio::co_spawn(await_context(), (*pool)->run(std::move(work)),
                          [&](const std::exception_ptr&, const base::Result<Document>& answer) {
                            if (!answer && answer.error().code == Errc::unavailable) ++unavailable;
                          });
  }
  await_context().run();
  await_context().restart();
  EXPECT_EQ(unavailable, kCalls);
  EXPECT_LT(seconds_since(start), 30);
  server.thaw();
  const auto thawed = steady_clock::now();
  while (ping(**pool).code == Errc::unavailable) ASSERT_LT(seconds_since(thawed), 20);
}

TEST_F(MongoServerSuite, a_node_starts_without_a_server_and_sets_it_up_when_it_comes) {
  tests::MongoServer server;
  server.kill();
  const auto pool = store::open_mongo(server.uri("later"), {}, 2);
  ASSERT_TRUE(pool) << pool.error().message;
  EXPECT_EQ(ping(**pool).code, Errc::unavailable);
  server.start();
  const auto start = steady_clock::now();
  while (ping(**pool).code == Errc::unavailable) ASSERT_LT(seconds_since(start), 20);
  auto schema = [](Client& client) { return client.count(store::mongo::kMeta, {{"_id", "schema"}}); };
  EXPECT_EQ(await((*pool)->run(std::move(schema))).value(), 1);
}

}  // namespace
}  // namespace assay::contract
