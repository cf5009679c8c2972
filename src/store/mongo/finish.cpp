#include "store/mongo/finish.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/lifecycle.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/reviews.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

struct Item {
  const Finishing* asked = nullptr;
  std::shared_ptr<const HeldJob> held;  ///< null: the fence does not hold it any more
  core::Status status = core::Status::completed;
  bool committed = false;
  std::optional<Result<Finished>> answer;

  const core::JobResult& result() const { return asked->result; }
  bool has_review() const { return !asked->result.review_members.empty(); }
  bool cacheable() const {
    return asked->result.cacheable && has_review() && status == core::Status::completed;
  }
};

/// What the job keeps of its result.
Document kept_of(const Item& item) {
  const auto& result = item.result();
  Document kept{{"status", static_cast<int>(item.status)},
                {"error", result.error},
                {"finished_at", result.finished_at}};
  if (item.has_review()) kept.set("review", result.review_id);
  if (item.cacheable()) kept.set("cache_until", result.expires_at);
  return kept;
}

Update commit_of(const Item& item) {
  Document over{{"open", 1}, {"held", 1}};
  // Equal work that comes before the cache has the review joins this job still, and settles it: were there no
  // job to join and no review yet, it would be reviewed a second time.
  if (!item.cacheable()) over.set("joinable", 1);
  Update commit;
  commit.filter = {{"_id", item.asked->job},
                   {"open", true},
                   {"held", true},
                   {"fence", static_cast<std::int64_t>(item.asked->fence)}};
  commit.change = {{"$set", Document{{"settling", true}, {"result", kept_of(item)}}},
                   {"$inc", Document{{"attempts", 1}}},
                   {"$unset", over}};
  return commit;
}

/// One run of finish_jobs.
class Round {
 public:
  Round(Client& client, HeldJobs& held, const std::vector<std::shared_ptr<const Finishing>>& jobs)
      : client_(client), held_(held) {
    for (const auto& job : jobs) items_.emplace_back().asked = job.get();
  }

  Result<std::vector<Result<Finished>>> run() {
    for (const auto step :
         {&Round::know, &Round::store_reviews, &Round::commit, &Round::settle, &Round::refuse_others}) {
      if (auto done = (this->*step)(); !done) return base::fail(std::move(done.error()));
    }
    std::vector<Result<Finished>> answers;
    for (auto& item : items_) {
      held_.forget(item.asked->job, item.asked->fence);
      answers.push_back(std::move(*item.answer));
    }
    return answers;
  }

 private:
  Result<void> know();
  Result<void> store_reviews();
  Result<void> commit();
  Result<void> settle();
  Result<void> refuse_others();

  Result<std::map<std::string, HeldJob>> read_jobs(const std::vector<const Finishing*>& wanted);
  Result<std::set<std::string>> committed_reviews(const std::vector<const Item*>& items);

  Client& client_;
  HeldJobs& held_;
  std::vector<Item> items_;
};

/// Those of the jobs that their fence holds.
Result<std::map<std::string, HeldJob>> Round::read_jobs(const std::vector<const Finishing*>& wanted) {
  std::map<std::string, HeldJob> jobs;
  Array ids;
  for (const auto* each : wanted) ids.add(each->job);
  const auto found = client_.find(kJobs, {{"_id", Document{{"$in", ids}}}, {"open", true}, {"held", true}});
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    const View view = each.view();
    const auto fence = core::Fence{view.number("fence")};
    const auto holds = [&](const Finishing* one) {
      return one->job.str() == view.bytes("_id") && one->fence == fence;
    };
    if (std::ranges::none_of(wanted, holds)) continue;
    const auto language = input_language(client_, view.text("input"));
    if (!language) return base::fail(language.error());
    HeldJob job{view.text("scope"), view.text("input"), *language, static_cast<int>(view.number("attempts"))};
    jobs.emplace(view.text("_id"), std::move(job));
  }
  return jobs;
}

Result<void> Round::know() {
  std::vector<const Finishing*> unknown;
  for (auto& item : items_) {
    const auto event = item.result().outcome == core::Status::completed ? core::LifecycleEvent::succeed
                                                                        : core::LifecycleEvent::fail;
    const auto status = core::transition(core::Status::in_progress, event);
    if (!status) return base::fail(status.error());
    item.status = *status;
    item.held = held_.find(item.asked->job, item.asked->fence);
    if (!item.held) unknown.push_back(item.asked);
  }
  if (unknown.empty()) return {};
  const auto jobs = read_jobs(unknown);
  if (!jobs) return base::fail(jobs.error());
  for (auto& item : items_) {
    const auto job = item.held ? jobs->end() : jobs->find(item.asked->job.str());
    if (job != jobs->end()) item.held = std::make_shared<const HeldJob>(job->second);
  }
  return {};
}

Result<void> Round::store_reviews() {
  std::vector<NewReview> reviews;
  for (const auto& item : items_) {
    if (item.held && item.has_review())
      reviews.push_back({item.held->scope, item.held->input, item.held->language, &item.result()});
  }
  return insert_reviews(client_, reviews);
}

Result<void> Round::commit() {
  std::vector<Update> commits;
  std::vector<Item*> whose;
  for (auto& item : items_) {
    if (!item.held) continue;
    if (item.has_review()) {
      commits.push_back(commit_of(item));
      whose.push_back(&item);
      continue;
    }
    // Alone, because nothing would tell afterwards whose result the job has.
    const Update commit = commit_of(item);
    const auto committed = client_.update_one(kJobs, commit.filter, commit.change, Ack::majority);
    if (!committed) return base::fail(committed.error());
    item.committed = committed->matched == 1;
  }
  const auto written = client_.update_each(kJobs, commits, Ack::majority);
  if (!written) return base::fail(written.error());
  if (!written->errors.empty()) return base::fail(written->errors.begin()->second);
  if (written->matched == std::ssize(commits)) {
    for (auto* item : whose) item->committed = true;
  }
  return {};
}

/// Reviews that are the result of their job.
Result<std::set<std::string>> Round::committed_reviews(const std::vector<const Item*>& items) {
  Array jobs;
  Array reviews;
  for (const auto* item : items) {
    jobs.add(item->asked->job);
    reviews.add(item->result().review_id);
  }
  FindOptions options;
  options.projection = {{"result.review", 1}};
  const auto found = client_.find(
      kJobs,
      {{"_id", Document{{"$in", jobs}}}, {"settling", true}, {"result.review", Document{{"$in", reviews}}}},
      options);
  if (!found) return base::fail(found.error());
  std::set<std::string> committed;
  for (const auto& each : *found) committed.insert(each.view().document("result").text("review"));
  return committed;
}

Result<void> Round::settle() {
  // Of those of which it was not told: the driver may have sent the change twice, and the second one have met
  // what the first had done; or the same call may have come so far before its answer was lost.
  std::vector<const Item*> unclear;
  for (const auto& item : items_) {
    if (!item.committed && item.has_review()) unclear.push_back(&item);
  }
  std::set<std::string> ours;
  if (!unclear.empty()) {
    auto committed = committed_reviews(unclear);
    if (!committed) return base::fail(std::move(committed.error()));
    ours = std::move(*committed);
  }
  std::vector<Committed> jobs;
  std::vector<Item*> whose;
  for (auto& item : items_) {
    const bool is_ours =
        item.committed || (item.has_review() && ours.contains(item.result().review_id.str()));
    if (!is_ours) continue;
    if (!item.held) {
      item.answer = settle_job(client_, item.asked->job.str());
      continue;
    }
    Document answer;
    if (item.has_review()) answer = answer_fields(item.result());
    jobs.push_back(
        {item.asked->job.str(), item.held->input, item.held->attempts + 1, kept_of(item), std::move(answer)});
    whose.push_back(&item);
  }
  auto settled = settle_jobs(client_, jobs);
  if (!settled) return base::fail(std::move(settled.error()));
  for (std::size_t i = 0; i < whose.size(); ++i) whose[i]->answer = std::move((*settled)[i]);
  return {};
}

Result<void> Round::refuse_others() {
  for (auto& item : items_) {
    if (item.answer) continue;
    if (item.held && item.has_review()) {
      if (auto removed = remove_unused_review(client_, item.result().review_id.str()); !removed)
        return base::fail(std::move(removed.error()));
    }
    item.answer = base::fail(base::Errc::conflict, "the job is over, or was taken over by another worker");
  }
  return {};
}

}  // namespace

Result<std::vector<Result<Finished>>> finish_jobs(Client& client, HeldJobs& held,
                                                  const std::vector<std::shared_ptr<const Finishing>>& jobs) {
  return Round{client, held, jobs}.run();
}

}  // namespace assay::store::mongo
