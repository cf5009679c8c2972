// What several processes on one database, and many calls of one of them, cost and see.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "contract/at_once.hpp"
#include "contract/mongo_harness.hpp"
#include "mongo_server.hpp"
#include "store/mongo/documents.hpp"

namespace assay::contract {
namespace {

using base::Errc;
using store::mongo::Ack;
using store::mongo::Client;
using store::mongo::Document;

/// A store as another process has it, which counts its commands.
struct Node {
  explicit Node(const std::string& uri) {
    store::mongo::PoolOptions options;
    options.uri = uri;
    options.threads = 8;
    options.observe = [this](std::string_view command, std::chrono::microseconds, bool) {
      const std::scoped_lock lock{mutex};
      ++commands[std::string{command}];
    };
    pool = store::open_mongo(std::move(options)).value();
    store = std::make_unique<store::MongoReviewStore>(*pool, random);
    commands.clear();
  }
  int counted() {
    const std::scoped_lock lock{mutex};
    int all = 0;
    for (const auto& [command, times] : commands) all += times;
    commands.clear();
    return all;
  }

  std::mutex mutex;
  std::map<std::string, int> commands;
  base::SystemRandom random;
  std::unique_ptr<store::mongo::Pool> pool;
  std::unique_ptr<store::MongoReviewStore> store;
};

class MongoTogether : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = tests::MongoServer::missing(); !why.empty()) GTEST_SKIP() << why;
    harness_ = std::make_unique<MongoHarness>();
    const auto uri = tests::shared_mongo().uri(harness_->side().pool->database());
    here_ = std::make_unique<Node>(uri);
    there_ = std::make_unique<Node>(uri);
  }
  MongoHarness& h() { return *harness_; }
  Node& here() { return *here_; }
  Node& there() { return *there_; }

  core::NewSubmission finished(const std::string& work) {
    auto submission = h().submission(work);
    h().accept(submission);
    auto result = h().result(5);
    result.review_members =
        R"("score":5,"issues":[{"id":"i","state":{"status":"open","reason":null,"by":null,"at":null},"fingerprint":"f-)" +
        work + R"("}])";
    h().finish(h().claim().at(0), result);
    return submission;
  }

 private:
  std::unique_ptr<MongoHarness> harness_;  // outlives the nodes: what they post to lives in it
  std::unique_ptr<Node> here_;
  std::unique_ptr<Node> there_;
};

constexpr int kCalls = 100;
/// Some go at once, the others wait for these and go together; a server that answers before all have asked
/// makes it a few more.
constexpr int kRounds = 12;

TEST_F(MongoTogether, finds_that_come_at_once_are_few_commands) {
  const auto submission = finished("a");
  std::vector<base::Task<base::Result<core::SubmissionRecord>>> calls;
  for (int i = 0; i < kCalls; ++i) calls.push_back(here().store->find(submission.scope, submission.id));
  for (const auto& found : all_at_once(h(), std::move(calls))) ASSERT_TRUE(found) << found.error().message;
  // One for the submissions, one for the review, one for what was said of its issues.
  EXPECT_LE(here().counted(), 3 * kRounds);
  ASSERT_TRUE(await(here().store->find(submission.scope, submission.id)));
  EXPECT_LE(here().counted(), 2) << "the review was not read again";
}

TEST_F(MongoTogether, submissions_that_come_at_once_are_few_commands) {
  finished("known");
  const auto accept_all = [&](auto work_of) {
    std::vector<base::Task<base::Result<core::Accepted>>> calls;
    for (int i = 0; i < kCalls; ++i) calls.push_back(here().store->accept(h().submission(work_of(i))));
    const auto answers = all_at_once(h(), std::move(calls));
    for (const auto& answer : answers) EXPECT_TRUE(answer) << answer.error().message;
    return here().counted();
  };
  EXPECT_LE(accept_all([](int) { return std::string{"known"}; }), 5 * kRounds);
  EXPECT_LE(accept_all([](int i) { return "new" + std::to_string(i); }), 6 * kRounds);
}

TEST_F(MongoTogether, what_is_erased_by_one_process_is_not_shown_by_another) {
  const auto submission = finished("a");
  ASSERT_TRUE(await(here().store->find(submission.scope, submission.id)));
  ASSERT_TRUE(await(there().store->erase(submission.scope, submission.id, h().clock().now())));
  EXPECT_EQ(await(here().store->find(submission.scope, submission.id)).error().code, Errc::not_found);
  // Nor is it what answers equal work.
  EXPECT_EQ(await(here().store->accept(h().submission("a"))).value().how, core::Acceptance::new_job);
}

TEST_F(MongoTogether, an_answer_out_of_the_cache_is_the_newest_of_any_process) {
  finished("a");
  const auto old = h().submission("a");
  EXPECT_EQ(await(here().store->accept(old)).value().how, core::Acceptance::from_cache);
  auto anew = h().submission("a");
  core::ReviewInput input = *anew.input;
  input.options.no_cache = true;
  anew.input = std::make_shared<const core::ReviewInput>(std::move(input));
  h().accept(anew);
  h().finish(h().claim().at(0), h().result(9));
  const auto next = h().submission("a");
  EXPECT_EQ(await(here().store->accept(next)).value().how, core::Acceptance::from_cache);
  EXPECT_EQ(h().find(next.id).submission.review, h().find(anew.id).submission.review);
  EXPECT_NE(h().find(next.id).submission.review, h().find(old.id).submission.review);
}

TEST_F(MongoTogether, what_is_said_of_an_issue_in_one_process_is_shown_by_another) {
  const auto submission = finished("a");
  EXPECT_EQ(await(here().store->find(submission.scope, submission.id)).value().states, nullptr);
  core::IssueState state;
  state.status = core::IssueStatus::dismissed;
  state.reason = "on purpose";
  state.at = h().clock().now();
  ASSERT_TRUE(await(there().store->set_state({submission.scope, "a.py", "f-a"}, state)));
  const auto found = await(here().store->find(submission.scope, submission.id)).value();
  ASSERT_NE(found.states, nullptr);
  EXPECT_EQ(found.states->at("f-a").reason, "on purpose");
}

TEST_F(MongoTogether, damage_is_the_trouble_of_who_asks_for_it) {
  const auto whole = finished("whole");
  const auto damaged = finished("damaged");
  auto damage = [&](Client& client) {
    return client.update_one(store::mongo::kSubmissions, {{"_id", damaged.id}},
                             {{"$set", Document{{"language", "no such language"}}}}, Ack::majority);
  };
  ASSERT_TRUE(await(here().pool->run(std::move(damage))));
  std::vector<base::Task<base::Result<core::SubmissionRecord>>> calls;
  for (int i = 0; i < 20; ++i) {
    const auto& wanted = i % 2 == 0 ? whole : damaged;
    calls.push_back(here().store->find(wanted.scope, wanted.id));
  }
  const auto found = all_at_once(h(), std::move(calls));
  for (int i = 0; i < 20; ++i) {
    if (i % 2 == 0) {
      ASSERT_TRUE(found[i]) << found[i].error().message;
    } else {
      ASSERT_FALSE(found[i]);
      EXPECT_EQ(found[i].error().code, Errc::corrupt);
    }
  }
}

TEST_F(MongoTogether, what_goes_while_it_is_accepted_is_found_elsewhere) {
  // Somebody forgot the code of one input, and the review of another one is gone: both are put right alone.
  finished("forgotten");
  const auto gone = finished("gone");
  const auto review = h().find(gone.id).submission.review;
  auto damage = [&](Client& client) -> base::Result<void> {
    auto forgot = client.update_many(
        store::mongo::kInputs, {{"filename", "forgotten.py"}},
        {{"$set", Document{{"forgotten", true}}}, {"$unset", Document{{"code", 1}, {"cache", 1}}}},
        Ack::majority);
    if (!forgot) return base::fail(forgot.error());
    auto removed = client.remove_one(store::mongo::kReviews, {{"_id", *review}}, Ack::majority);
    if (!removed) return base::fail(removed.error());
    return {};
  };
  // Known here, so that it is not asked for again before the submission is stored.
  EXPECT_EQ(await(here().store->accept(h().submission("gone"))).value().how, core::Acceptance::from_cache);
  ASSERT_TRUE(await(there().pool->run(std::move(damage))));
  std::vector<base::Task<base::Result<core::Accepted>>> calls;
  std::vector<core::NewSubmission> submissions;
  for (int i = 0; i < 20; ++i) {
    submissions.push_back(h().submission(i % 2 == 0 ? "forgotten" : "gone"));
    calls.push_back(here().store->accept(submissions.back()));
  }
  const auto answers = all_at_once(h(), std::move(calls));
  std::set<core::JobId> jobs;
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_NE(answer->how, core::Acceptance::from_cache);
    jobs.insert(answer->job);
  }
  EXPECT_EQ(jobs.size(), 2U);
  for (const auto& each : submissions) {
    EXPECT_TRUE(await(here().store->find_input(each.scope, each.id)));
    EXPECT_EQ(h().find(each.id).submission.status, core::Status::pending);
  }
}

}  // namespace
}  // namespace assay::contract
