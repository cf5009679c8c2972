#include "store/mongo/repair.hpp"

#include <set>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/uuid.hpp"
#include "store/mongo/accept.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/remove.hpp"
#include "store/mongo/reviews.hpp"
#include "store/mongo/settle.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// An accept or a finish that began before this is dead.
constexpr std::chrono::minutes kDead{2};
constexpr std::int64_t kPage = 1'000;

using Ids = std::vector<std::string>;

FindOptions ids_only(std::int64_t limit) {
  FindOptions options;
  options.projection = {{"_id", 1}};
  options.sort = {{"_id", 1}};
  options.limit = limit;
  return options;
}

Result<Ids> find_ids(Client& client, const char* collection, const Document& filter) {
  const auto found = client.find(collection, filter, ids_only(kPage));
  if (!found) return base::fail(found.error());
  Ids ids;
  for (const auto& each : *found) ids.push_back(each.view().text("_id"));
  return ids;
}

Result<void> settle_all(Client& client) {
  const auto jobs = find_ids(client, kJobs, {{"settling", true}});
  if (!jobs) return base::fail(jobs.error());
  for (const auto& job : *jobs) {
    if (const auto settled = settle_job(client, job); !settled) return base::fail(settled.error());
  }
  return {};
}

Result<void> erase_all(Client& client, base::Timestamp now) {
  const auto submissions = find_ids(client, kSubmissions, {{"erasing", true}});
  if (!submissions) return base::fail(submissions.error());
  for (const auto& id : *submissions) {
    if (auto gone = finish_erasing(client, core::SubmissionId{id}, now); !gone) return gone;
  }
  return {};
}

/// Those of the ids that are the value of `field` in an open document.
Result<std::set<std::string>> among_open(Client& client, const char* collection, const char* field,
                                         const std::set<std::string>& ids) {
  Array all;
  for (const auto& id : ids) all.add(id);
  FindOptions options;
  options.projection = {{field, 1}};
  const auto found = client.find(collection, {{"open", true}, {field, Document{{"$in", all}}}}, options);
  if (!found) return base::fail(found.error());
  std::set<std::string> open;
  for (const auto& each : *found) open.insert(each.view().text(field));
  return open;
}

/// A submission that has no job to wait for any more and can't get another one: nobody was told that it was
/// accepted, and its code is not there.
Result<void> give_up(Client& client, const std::string& id, base::Timestamp now) {
  const auto failed = client.update_one(
      kSubmissions, {{"_id", id}, {"open", true}},
      {{"$set",
        Document{{"status", static_cast<int>(core::Status::failed)},
                 {"finished_at", now},
                 {"error", "The server stopped while it accepted this submission; submit it again."}}},
       {"$unset", Document{{"open", 1}}}},
      Ack::majority);
  if (!failed) return base::fail(failed.error());
  return {};
}

Result<void> rehome_all(Client& client, base::Timestamp now, base::Random& random) {
  std::string after;
  while (true) {
    FindOptions options = ids_only(kPage);
    options.projection = {{"job", 1}};
    const Document old{
        {"open", true}, {"_id", Document{{"$gt", after}}}, {"created_at", Document{{"$lt", now - kDead}}}};
    const auto found = client.find(kSubmissions, old, options);
    if (!found) return base::fail(found.error());
    if (found->empty()) return {};
    after = found->back().view().text("_id");
    std::set<std::string> jobs;
    for (const auto& each : *found) jobs.insert(each.view().text("job"));
    const auto open = among_open(client, kJobs, "_id", jobs);
    if (!open) return base::fail(open.error());
    for (const auto& each : *found) {
      if (open->contains(each.view().text("job"))) continue;
      const std::string id = each.view().text("_id");
      base::log::warn("an unfinished submission had lost its job", {{"submission", id}});
      const auto home = rehome(client, core::SubmissionId{id}, core::JobId{base::make_uuid7(now, random)});
      if (home) continue;
      if (home.error().code != base::Errc::not_found) return base::fail(home.error());
      if (auto given = give_up(client, id, now); !given) return given;
    }
  }
}

Result<void> end_jobs_of_nobody(Client& client, base::Timestamp now) {
  std::string after;
  while (true) {
    const Document old{
        {"open", true}, {"_id", Document{{"$gt", after}}}, {"created_at", Document{{"$lt", now - kDead}}}};
    const auto jobs = find_ids(client, kJobs, old);
    if (!jobs) return base::fail(jobs.error());
    if (jobs->empty()) return {};
    after = jobs->back();
    const std::set<std::string> all{jobs->begin(), jobs->end()};
    const auto wanted = among_open(client, kSubmissions, "job", all);
    if (!wanted) return base::fail(wanted.error());
    for (const auto& job : *jobs) {
      if (wanted->contains(job)) continue;
      if (const auto ended = end_unused_job(client, job); !ended) return base::fail(ended.error());
    }
  }
}

Result<void> remove_uncommitted(Client& client, base::Timestamp now) {
  const auto reviews =
      find_ids(client, kReviews, {{"uncommitted", true}, {"finished_at", Document{{"$lt", now - kDead}}}});
  if (!reviews) return base::fail(reviews.error());
  for (const auto& review : *reviews) {
    const auto committed = client.count(kJobs, {{"settling", true}, {"result.review", review}}, 1);
    if (!committed) return base::fail(committed.error());
    if (*committed > 0) continue;
    if (auto removed = remove_unused_review(client, review); !removed) return removed;
  }
  return {};
}

}  // namespace

Result<void> repair(Client& client, base::Timestamp now, base::Random& random) {
  if (auto done = settle_all(client); !done) return done;
  if (auto done = erase_all(client, now); !done) return done;
  if (auto done = rehome_all(client, now, random); !done) return done;
  if (auto done = end_jobs_of_nobody(client, now); !done) return done;
  return remove_uncommitted(client, now);
}

}  // namespace assay::store::mongo
