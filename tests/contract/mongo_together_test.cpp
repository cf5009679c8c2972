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
#include "store/mongo/job_ledger.hpp"
#include "store/mongo/together.hpp"

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

TEST_F(MongoTogether, what_the_server_refuses_is_refused_to_who_asked_for_it) {
  finished("a");
  using Counts = std::vector<base::Result<std::int64_t>>;
  // One lane: what comes behind the first one goes together.
  std::atomic<int> together{0};
  store::mongo::Together<Document, std::int64_t> counts{
      *here().pool, 1, [&](Client& client, const std::vector<Document>& filters) -> base::Result<Counts> {
        if (filters.size() > 1) ++together;
        store::mongo::Array all;
        for (const auto& filter : filters) all.add(filter);
        const auto counted = client.count(store::mongo::kSubmissions, {{"$and", all}});
        if (!counted) return base::fail(counted.error());
        return Counts(filters.size(), *counted);
      }};
  std::vector<base::Task<base::Result<std::int64_t>>> calls;
  for (int i = 0; i < 20; ++i)
    calls.push_back(
        counts.ask(i == 13 ? Document{{"status", Document{{"$in", 5}}}} : Document{{"status", 2}}));
  const auto answers = all_at_once(h(), std::move(calls));
  EXPECT_GT(together, 0);
  for (int i = 0; i < 20; ++i) {
    if (i == 13) {
      ASSERT_FALSE(answers[i]);
      EXPECT_EQ(answers[i].error().code, Errc::internal) << answers[i].error().message;
    } else {
      ASSERT_TRUE(answers[i]) << i << ": " << answers[i].error().message;
      EXPECT_EQ(*answers[i], 1);
    }
  }
}

TEST_F(MongoTogether, a_document_that_the_server_refuses_is_the_trouble_of_who_submitted_it) {
  const auto bad = h().submission("bad");
  const std::string input = store::mongo::input_id(bad.scope, bad.fingerprint);
  const auto set_validator = [&](const char* collection, const Document& validator) {
    const Document command{{"collMod", collection}, {"validator", validator}};
    auto work = [&](Client& client) { return client.command(command); };
    return await(here().pool->run(std::move(work)));
  };
  for (const auto* collection : {store::mongo::kSubmissions, store::mongo::kInputs, store::mongo::kJobs}) {
    const bool is_input = collection == store::mongo::kInputs;
    const auto set = set_validator(collection, {{is_input ? "_id" : "input", Document{{"$ne", input}}}});
    ASSERT_TRUE(set) << set.error().message;
    std::vector<base::Task<base::Result<core::Accepted>>> calls;
    std::vector<core::NewSubmission> submissions;
    for (int i = 0; i < 20; ++i) {
      const bool is_bad = i % 5 == 4;
      submissions.push_back(h().submission(is_bad ? "bad" : "good" + std::to_string(i) + collection));
      calls.push_back(here().store->accept(submissions.back()));
    }
    const auto answers = all_at_once(h(), std::move(calls));
    for (int i = 0; i < 20; ++i) {
      const auto& each = submissions[i];
      if (i % 5 == 4) {
        ASSERT_FALSE(answers[i]) << "in " << collection;
        EXPECT_EQ(answers[i].error().code, Errc::internal) << "in " << collection;
        const auto found = await(here().store->find(each.scope, each.id));
        EXPECT_FALSE(found) << "in " << collection << ": " << answers[i].error().message;
      } else {
        ASSERT_TRUE(answers[i]) << "in " << collection << ": " << answers[i].error().message;
        EXPECT_EQ(h().find(each.id).submission.status, core::Status::pending);
      }
    }
    ASSERT_TRUE(set_validator(collection, {}));
  }
}

TEST_F(MongoTogether, jobs_that_are_worked_on_at_once_are_few_commands) {
  std::map<core::JobId, core::SubmissionId> submitted;
  for (int i = 0; i < kCalls; ++i) {
    const auto submission = h().submission("work" + std::to_string(i));
    submitted[h().accept(submission).job] = submission.id;
  }
  const auto claims = h().claim(kCalls);
  ASSERT_EQ(std::ssize(claims), kCalls);

  std::vector<base::Task<base::Result<core::JobWork>>> loads;
  for (const auto& claim : claims) loads.push_back(here().store->load_job(claim.job, claim.fence));
  const auto works = all_at_once(h(), std::move(loads));
  EXPECT_LE(here().counted(), 4 * kRounds);
  for (int i = 0; i < kCalls; ++i) {
    ASSERT_TRUE(works[i]) << works[i].error().message;
    EXPECT_EQ(works[i]->submissions, std::vector{submitted.at(claims[i].job)});
    EXPECT_FALSE(works[i]->may_have_replies) << "nobody had it before";
  }

  std::vector<base::Task<base::Result<void>>> saves;
  for (const auto& claim : claims) saves.push_back(here().store->save(claim.job, "llm", claim.job.str()));
  for (const auto& saved : all_at_once(h(), std::move(saves))) ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_LE(here().counted(), 2 * kRounds);
  EXPECT_EQ(await(here().store->find(claims[7].job, "llm")).value(), claims[7].job.str());
  here().counted();

  // Some were handed in under another fence, and some twice.
  std::vector<base::Task<base::Result<std::vector<core::SubmissionId>>>> finishes;
  for (int i = 0; i < kCalls; ++i) {
    const auto stale = core::Fence{static_cast<std::int64_t>(claims[i].fence) + (i % 10 == 3 ? 1 : 0)};
    finishes.push_back(here().store->finish(claims[i].job, stale, h().result(i % 11)));
  }
  for (int i = 0; i < kCalls; i += 10)
    finishes.push_back(here().store->finish(claims[i].job, claims[i].fence, h().result(0)));
  const auto finished = all_at_once(h(), std::move(finishes));
  // Nine steps, and what is looked at where one was refused.
  EXPECT_LE(here().counted(), 15 * kRounds + 5 * 20);
  for (int i = 0; i < kCalls; ++i) {
    const bool twice = i % 10 == 0;
    const auto& once = twice && !finished[i] ? finished[kCalls + i / 10] : finished[i];
    const auto found = h().find(submitted.at(claims[i].job));
    if (i % 10 == 3) {
      EXPECT_EQ(once.error().code, Errc::conflict);
      EXPECT_EQ(found.submission.status, core::Status::in_progress);
      continue;
    }
    ASSERT_TRUE(once) << once.error().message;
    EXPECT_EQ(*once, std::vector{found.submission.id});
    EXPECT_EQ(found.submission.status, core::Status::completed);
    EXPECT_EQ(found.submission.attempts, 1);
    if (twice) {
      EXPECT_NE(finished[i].has_value(), finished[kCalls + i / 10].has_value());
    } else {
      EXPECT_NE(found.review_members->find("\"score\":" + std::to_string(i % 11) + ","), std::string::npos);
    }
    EXPECT_EQ(await(here().store->find(claims[i].job, "llm")).value(), std::nullopt);
  }
  EXPECT_EQ(await(here().store->accept(h().submission("work1"))).value().how, core::Acceptance::from_cache);
}

TEST_F(MongoTogether, fences_of_many_jobs_are_two_commands) {
  base::SystemRandom random;
  store::MongoJobLedger ledger{*here().pool, h().clock(), random};
  std::vector<core::JobId> jobs;
  for (int i = 0; i < 10; ++i) jobs.push_back(h().accept("work" + std::to_string(i)).job);
  h().finish(h().claim().at(0), h().result());  // the oldest
  here().counted();
  const auto first = await(ledger.issue_fences(jobs)).value();
  EXPECT_LE(here().counted(), 3) << "and one for that which is over";
  const auto second = await(ledger.issue_fences(jobs)).value();
  const auto alone = await(ledger.issue_fences({jobs[1]})).value();
  const auto third = await(ledger.issue_fences(jobs)).value();
  EXPECT_EQ(first[0], std::nullopt);
  for (int i = 1; i < 10; ++i) {
    ASSERT_TRUE(first[i] && second[i] && third[i]);
    EXPECT_LT(*first[i], *second[i]);
    EXPECT_LT(*second[i], *third[i]);
    EXPECT_EQ(await(here().store->load_job(jobs[i], *second[i])).error().code, Errc::conflict);
    EXPECT_TRUE(await(here().store->load_job(jobs[i], *third[i])));
  }
  EXPECT_LT(*second[1], *alone[0]);
  EXPECT_LT(*alone[0], *third[1]);
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
