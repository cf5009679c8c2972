#include <gtest/gtest.h>

#include <cstdio>
#include <thread>

#include "contract/mongo_harness.hpp"
#include "mongo_server.hpp"
#include "store/mongo/documents.hpp"

namespace assay::contract {
namespace {

using core::Status;
using store::mongo::Ack;
using store::mongo::Client;
using store::mongo::Document;

/// What a process leaves behind that dies between two steps, and what others then make of it.
class MongoRepair : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = tests::MongoServer::missing(); !why.empty()) GTEST_SKIP() << why;
    harness_ = std::make_unique<MongoHarness>();
  }
  MongoHarness& h() { return *harness_; }

  void change(const char* collection, const std::string& id, const Document& update) {
    auto work = [&](Client& client) {
      return client.update_one(collection, {{"_id", id}}, update, Ack::majority);
    };
    const auto changed = await(h().side().pool->run(std::move(work)));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->matched, 1);
  }
  void remove(const char* collection, const std::string& id) {
    auto work = [&](Client& client) { return client.remove_one(collection, {{"_id", id}}, Ack::majority); };
    EXPECT_EQ(await(h().side().pool->run(std::move(work))).value(), 1);
  }
  std::int64_t count(const char* collection, const Document& filter = {}) {
    auto work = [&](Client& client) { return client.count(collection, filter); };
    return await(h().side().pool->run(std::move(work))).value();
  }
  /// As the reconciler of any node does, when what is left over is old enough.
  std::size_t repair() {
    h().clock().advance(std::chrono::minutes{3});
    return await(h().side().jobs.unfinished(std::nullopt, 100)).value().size();
  }

 private:
  std::unique_ptr<MongoHarness> harness_;
};

TEST_F(MongoRepair, a_committed_job_is_settled) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto claim = h().claim().at(0);
  const auto result = h().result(8);
  // As finish leaves it that died after the commit: the review is stored, the job has the result.
  h().finish(claim, result);
  const auto late = h().submission("b");
  h().accept(late);
  const auto second = h().claim().at(0);
  const Document kept{{"status", static_cast<int>(Status::completed)},
                      {"finished_at", h().clock().now()},
                      {"review", result.review_id}};
  change(store::mongo::kJobs, second.job.str(),
         {{"$set", Document{{"settling", true}, {"result", kept}}},
          {"$inc", Document{{"attempts", 1}}},
          {"$unset", Document{{"open", 1}, {"held", 1}, {"joinable", 1}}}});
  EXPECT_EQ(h().find(late.id).submission.status, Status::in_progress);
  EXPECT_EQ(h().find(late.id).submission.attempts, 1);
  EXPECT_EQ(repair(), 0U);
  const auto found = h().find(late.id);
  EXPECT_EQ(found.submission.status, Status::completed);
  EXPECT_EQ(found.submission.attempts, 1);
  EXPECT_EQ(*found.review_members, result.review_members);
  EXPECT_EQ(count(store::mongo::kJobs), 0);
}

TEST_F(MongoRepair, a_submission_without_its_job_gets_another_one) {
  const auto submission = h().submission("a");
  const auto job = h().accept(submission).job;
  remove(store::mongo::kJobs, job.str());
  EXPECT_EQ(repair(), 1U);
  const auto claim = h().claim().at(0);
  EXPECT_NE(claim.job, job) << "the fences of the old one mean nothing for it";
  EXPECT_EQ(h().finish(claim, h().result()), std::vector{submission.id});
}

TEST_F(MongoRepair, a_submission_whose_code_was_never_stored_fails) {
  const auto submission = h().submission("a");
  const auto job = h().accept(submission).job;
  remove(store::mongo::kJobs, job.str());
  remove(store::mongo::kInputs, store::mongo::input_id(submission.scope, submission.fingerprint));
  EXPECT_EQ(repair(), 0U);
  EXPECT_EQ(h().find(submission.id).submission.status, Status::failed);
  EXPECT_NE(h().find(submission.id).submission.error, "");
}

TEST_F(MongoRepair, a_job_whose_submission_is_being_stored_is_no_work_yet) {
  const auto submission = h().submission("a");
  const auto job = h().accept(submission).job;
  // As accept leaves it before its last two steps, whether it dies there or goes on.
  remove(store::mongo::kSubmissions, submission.id.str());
  change(store::mongo::kJobs, job.str(), {{"$set", Document{{"touched", std::int64_t{0}}}}});
  EXPECT_TRUE(await(h().side().jobs.unfinished(std::nullopt, 100)).value().empty());
  h().clock().advance(std::chrono::seconds{11});
  ASSERT_EQ(await(h().side().jobs.unfinished(std::nullopt, 100)).value().size(), 1U);
  // Who claims it nevertheless learns that it has to wait, not that it is over.
  const auto early = h().claim().at(0);
  const auto nothing = await(h().store().load_job(early.job, early.fence));
  ASSERT_TRUE(nothing) << nothing.error().message;
  EXPECT_TRUE(nothing->submissions.empty());
  EXPECT_EQ(nothing->input, nullptr);
  ASSERT_TRUE(await(h().queue().retry(early, base::Micros{0}, core::AttemptCharge::free)));
  EXPECT_EQ(h().accept(submission).job, job);
  const auto claim = h().claim().at(0);
  EXPECT_EQ(await(h().store().load_job(claim.job, claim.fence)).value().submissions,
            std::vector{submission.id});
  EXPECT_EQ(h().finish(claim, h().result()), std::vector{submission.id});
  EXPECT_EQ(h().find(submission.id).submission.attempts, 1);
}

TEST_F(MongoRepair, a_job_of_nobody_is_ended) {
  const auto submission = h().submission("a");
  h().accept(submission);
  remove(store::mongo::kSubmissions, submission.id.str());
  EXPECT_EQ(await(h().side().jobs.unfinished(std::nullopt, 100))->size(), 1U) << "it may just be accepted";
  EXPECT_EQ(repair(), 0U);
  EXPECT_EQ(count(store::mongo::kJobs), 0);
}

TEST_F(MongoRepair, erasing_is_completed) {
  const auto submission = h().submission("a");
  h().accept(submission);
  h().finish(h().claim().at(0), h().result());
  change(store::mongo::kSubmissions, submission.id.str(),
         {{"$set", Document{{"erasing", true}, {"gone_from", submission.scope}}},
          {"$unset", Document{{"scope", 1}}}});
  EXPECT_EQ(await(h().store().find(submission.scope, submission.id)).error().code, base::Errc::not_found);
  repair();
  for (const auto* collection :
       {store::mongo::kSubmissions, store::mongo::kInputs, store::mongo::kReviews, store::mongo::kJobs})
    EXPECT_EQ(count(collection), 0) << collection;
}

TEST_F(MongoRepair, a_result_that_was_never_committed_is_removed) {
  const auto submission = h().submission("a");
  h().accept(submission);
  const auto slow = h().claim().at(0);
  const auto result = h().result(3);
  h().finish(slow, result);
  change(store::mongo::kReviews, result.review_id.str(), {{"$set", Document{{"uncommitted", true}}}});
  repair();
  EXPECT_EQ(count(store::mongo::kReviews), 1) << "a submission shows it";
  remove(store::mongo::kSubmissions, submission.id.str());
  repair();
  EXPECT_EQ(count(store::mongo::kReviews), 0);
}

TEST_F(MongoRepair, who_joins_a_job_that_ends_at_the_same_time_is_never_forgotten) {
  constexpr int kRounds = 25;
  const auto cancel = [&](const core::NewSubmission& submission) {
    return await(h().store().cancel(submission.scope, submission.id, h().clock().now()));
  };
  int made_anew = 0;
  for (int i = 0; i < kRounds; ++i) {
    const auto leaving = h().submission("same");
    const auto coming = h().submission("same");
    h().accept(leaving);
    bool left = false;
    std::thread out([&] { left = cancel(leaving).has_value(); });
    const auto accepted = await(h().store().accept(coming));
    out.join();
    ASSERT_TRUE(left && accepted);
    made_anew += accepted->job == leaving.job ? 0 : 1;
    ASSERT_EQ(count(store::mongo::kJobs, {{"_id", accepted->job}, {"open", true}}), 1) << "round " << i;
    ASSERT_TRUE(cancel(coming));
    ASSERT_EQ(count(store::mongo::kJobs), 0) << "the last one out ends the job";
  }
  std::printf("%d of %d times the job was gone\n", made_anew, kRounds);
}

}  // namespace
}  // namespace assay::contract
