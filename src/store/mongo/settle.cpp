#include "store/mongo/settle.hpp"

#include <map>
#include <set>

#include "store/mongo/documents.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/reviews.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// What the search does not know yet of a submission that has just ended.
constexpr int kInputAndOutcome = 3;

Result<std::map<std::string, Finished>> attached(Client& client, const std::vector<std::string>& jobs) {
  Array ids;
  for (const auto& job : jobs) ids.add(job);
  FindOptions options;
  options.sort = {{"created_at", 1}, {"_id", 1}};
  options.projection = {{"job", 1}};
  const auto found = client.find(kSubmissions, {{"job", Document{{"$in", ids}}}, {"open", true}}, options);
  if (!found) return base::fail(found.error());
  std::map<std::string, Finished> by_job;
  for (const auto& each : *found) by_job[each.view().text("job")].emplace_back(each.view().text("_id"));
  return by_job;
}

/// All of the updates, or an error: one that is refused must not be passed over.
Result<Written> update_all(Client& client, const char* collection, const std::vector<Update>& updates) {
  auto written = client.update_each(collection, updates, Ack::majority);
  if (written && !written->errors.empty()) return base::fail(written->errors.begin()->second);
  return written;
}

/// One run of settle_jobs.
class Round {
 public:
  Round(Client& client, const std::vector<Committed>& jobs) : client_(client), jobs_(jobs) {}

  Result<std::vector<Finished>> run() {
    std::vector<std::string> ids;
    for (const auto& job : jobs_) ids.push_back(job.job);
    auto finished = attached(client_, ids);
    if (!finished) return base::fail(std::move(finished.error()));
    for (const auto step : {&Round::show_reviews, &Round::end_submissions, &Round::remember_in_cache}) {
      if (auto done = (this->*step)(); !done) return base::fail(std::move(done.error()));
    }
    std::vector<Finished> all;
    for (const auto& job : jobs_) {
      auto& its = (*finished)[job.job];
      // All that wanted it may have been cancelled meanwhile.
      if (its.empty() && has_review(job)) {
        if (auto removed = remove_unused_review(client_, review_of(job)); !removed)
          return base::fail(std::move(removed.error()));
      }
      all.push_back(its);
    }
    if (auto gone = forget_jobs(client_, ids); !gone) return base::fail(std::move(gone.error()));
    return all;
  }

 private:
  static std::string review_of(const Committed& job) { return job.result.view().text("review"); }
  /// One that is gone was removed by somebody who had settled the job before: this is a late repetition, and
  /// who attached meanwhile finds another way (accept.cpp).
  bool is_late(const Committed& job) const { return gone_.contains(review_of(job)); }
  bool has_review(const Committed& job) const { return job.result.view().has("review") && !is_late(job); }
  Result<void> show_reviews();
  Result<void> end_submissions();
  Result<void> remember_in_cache();

  Client& client_;
  const std::vector<Committed>& jobs_;
  std::set<std::string> gone_;
};

Result<void> Round::show_reviews() {
  std::vector<Update> updates;
  for (const auto& job : jobs_) {
    if (!has_review(job)) continue;
    Update update;
    update.filter = {{"_id", review_of(job)}};
    update.change = {{"$unset", Document{{"uncommitted", 1}}}};
    updates.push_back(std::move(update));
    gone_.insert(review_of(job));
  }
  const auto shown = update_all(client_, kReviews, updates);
  if (!shown) return base::fail(shown.error());
  if (shown->matched == std::ssize(updates)) {
    gone_.clear();
    return {};
  }
  Array ids;
  for (const auto& review : gone_) ids.add(review);
  FindOptions options;
  options.projection = {{"_id", 1}};
  const auto there = client_.find(kReviews, {{"_id", Document{{"$in", ids}}}}, options);
  if (!there) return base::fail(there.error());
  for (const auto& each : *there) gone_.erase(each.view().text("_id"));
  return {};
}

Result<void> Round::end_submissions() {
  std::vector<Update> updates;
  for (const auto& job : jobs_) {
    if (is_late(job)) continue;
    const View result = job.result.view();
    Document fields{{"status", static_cast<int>(result.number("status"))},
                    {"finished_at", result.number("finished_at")},
                    {"attempts", job.attempts},
                    {"unindexed", kInputAndOutcome}};
    if (!result.bytes("error").empty()) fields.set("error", result.bytes("error"));
    fields.merge(job.answer);
    Update update;
    update.filter = {{"job", job.job}, {"open", true}};
    update.change = {{"$set", fields}, {"$unset", Document{{"open", 1}}}};
    update.many = true;
    updates.push_back(std::move(update));
  }
  const auto ended = update_all(client_, kSubmissions, updates);
  if (!ended) return base::fail(ended.error());
  return {};
}

Result<void> Round::remember_in_cache() {
  std::vector<Update> updates;
  for (const auto& job : jobs_) {
    const View result = job.result.view();
    if (is_late(job) || !result.has("cache_until")) continue;
    const Document entry{{"review", result.bytes("review")}, {"expires_at", result.number("cache_until")}};
    Update update;
    update.filter = {{"_id", job.input}};
    update.change = {{"$set", Document{{"cache", entry}}}};
    updates.push_back(std::move(update));
  }
  const auto cached = update_all(client_, kInputs, updates);
  if (!cached) return base::fail(cached.error());
  return {};
}

}  // namespace

Result<std::vector<Finished>> settle_jobs(Client& client, const std::vector<Committed>& jobs) {
  if (jobs.empty()) return std::vector<Finished>{};
  return Round{client, jobs}.run();
}

Result<Finished> settle_job(Client& client, const std::string& id) {
  const auto found = client.find_one(kJobs, {{"_id", id}, {"settling", true}});
  if (!found) return base::fail(found.error());
  if (!*found) return Finished{};
  const View job = (*found)->view();
  const View result = job.document("result");
  std::vector<Committed> one(1);
  one[0] = {id, job.text("input"), static_cast<int>(job.number("attempts")), result.copy(), {}};
  if (result.has("review")) {
    auto answer = find_answer_fields(client, result.text("review"));
    if (!answer) return base::fail(std::move(answer.error()));
    if (*answer) one[0].answer = std::move(**answer);
  }
  auto settled = settle_jobs(client, one);
  if (!settled) return base::fail(std::move(settled.error()));
  return std::move(settled->front());
}

}  // namespace assay::store::mongo
