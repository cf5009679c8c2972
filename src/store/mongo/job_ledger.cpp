#include "store/mongo/job_ledger.hpp"

#include <map>
#include <string>

#include "base/uuid.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/repair.hpp"

namespace assay::store {

using base::Result;
using base::Task;
using mongo::Ack;
using mongo::Client;
using mongo::Document;

namespace {

using Fences = std::vector<std::optional<core::Fence>>;

/// A job that no submission has touched is about to get one: it is no work yet. One that is older than this
/// may have one that died before it touched the job, and is looked at by a worker.
constexpr std::chrono::seconds kBeingAccepted{10};

Result<std::optional<core::Fence>> issue_fence(Client& client, const core::JobId& job, base::Timestamp now) {
  mongo::ChangeOptions options;
  options.ack = Ack::majority;
  options.projection = {{"fence", 1}};
  const auto held = client.change(mongo::kJobs, {{"_id", job}, {"open", true}},
                                  {{"$inc", Document{{"fence", std::int64_t{1}}}},
                                   {"$set", Document{{"held", true}, {"status", 1}, {"updated_at", now}}},
                                   {"$unset", Document{{"mark", 1}}}},
                                  options);
  if (!held) return base::fail(held.error());
  if (!*held) return std::optional<core::Fence>{};
  return std::optional{core::Fence{(*held)->view().number("fence")}};
}

/// Fences of those that a claim of its own mark still has afterwards: two commands for all.
Result<std::map<std::string, core::Fence>> issue_together(Client& client,
                                                          const std::vector<core::JobId>& jobs,
                                                          const std::string& mark, base::Timestamp now) {
  mongo::Array ids;
  for (const auto& job : jobs) ids.add(job);
  const Document any{{"$in", ids}};
  const auto held = client.update_many(
      mongo::kJobs, {{"_id", any}, {"open", true}},
      {{"$inc", Document{{"fence", std::int64_t{1}}}},
       {"$set", Document{{"held", true}, {"status", 1}, {"updated_at", now}, {"mark", mark}}}},
      Ack::majority);
  if (!held) return base::fail(held.error());
  mongo::FindOptions options;
  options.projection = {{"fence", 1}};
  const auto found = client.find(mongo::kJobs, {{"_id", any}, {"open", true}, {"mark", mark}}, options);
  if (!found) return base::fail(found.error());
  std::map<std::string, core::Fence> fences;
  for (const auto& each : *found)
    fences.emplace(each.view().text("_id"), core::Fence{each.view().number("fence")});
  return fences;
}

}  // namespace

Task<Result<Fences>> MongoJobLedger::issue_fences(std::vector<core::JobId> jobs) {
  auto work = [this, jobs = std::move(jobs), now = clock_.now()](Client& client) -> Result<Fences> {
    std::map<std::string, core::Fence> issued;
    if (jobs.size() > 1) {
      auto together = issue_together(client, jobs, base::make_uuid7(now, random_), now);
      if (!together) return base::fail(std::move(together.error()));
      issued = std::move(*together);
    }
    Fences fences;
    for (const auto& job : jobs) {
      if (const auto its = issued.find(job.str()); its != issued.end()) {
        fences.emplace_back(its->second);
        continue;
      }
      // Over, or taken by somebody else between the two commands: one command tells.
      auto fence = issue_fence(client, job, now);
      if (!fence) return base::fail(std::move(fence.error()));
      fences.push_back(*fence);
    }
    return fences;
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<void>> MongoJobLedger::hand_back(core::JobId job, core::Fence fence, core::AttemptCharge charge) {
  auto work = [job = std::move(job), fence, charge, now = clock_.now()](Client& client) -> Result<void> {
    const Document its{{"_id", job}, {"open", true}, {"fence", static_cast<std::int64_t>(fence)}};
    Document held = its;
    held.set("held", true);
    const Document change{{"$set", Document{{"status", 0}, {"updated_at", now}}},
                          {"$unset", Document{{"held", 1}}},
                          {"$inc", Document{{"attempts", charge == core::AttemptCharge::charged ? 1 : 0}}}};
    const auto handed = client.update_one(mongo::kJobs, held, change, Ack::majority);
    if (!handed) return base::fail(handed.error());
    if (handed->matched == 1) return {};
    const auto before = client.count(mongo::kJobs, its, 1);
    if (!before) return base::fail(before.error());
    if (*before == 1) return {};
    return base::fail(base::Errc::conflict, "the job was taken over by another worker, or is over");
  };
  co_return co_await pool_.run(std::move(work));
}

Task<Result<std::vector<core::UnfinishedJob>>> MongoJobLedger::unfinished(std::optional<core::JobId> after,
                                                                          int limit) {
  auto work = [this, after = std::move(after), limit,
               now = clock_.now()](Client& client) -> Result<std::vector<core::UnfinishedJob>> {
    if (!after) {
      if (auto repaired = mongo::repair(client, now, random_); !repaired)
        return base::fail(std::move(repaired.error()));
    }
    const Document attached{{"touched", Document{{"$gt", 0}}}};
    const Document old{{"created_at", Document{{"$lt", now - kBeingAccepted}}}};
    Document filter{{"open", true}, {"$or", mongo::Array{attached, old}}};
    if (after) filter.set("_id", Document{{"$gt", *after}});
    mongo::FindOptions options;
    options.sort = {{"_id", 1}};
    options.limit = limit;
    options.projection = {{"scope", 1}, {"created_at", 1}};
    const auto found = client.find(mongo::kJobs, filter, options);
    if (!found) return base::fail(found.error());
    std::vector<core::UnfinishedJob> jobs;
    for (const auto& each : *found) {
      const auto view = each.view();
      jobs.push_back(
          {core::JobId{view.text("_id")}, core::Scope{view.text("scope")}, view.time("created_at")});
    }
    return jobs;
  };
  co_return co_await pool_.run(std::move(work));
}

}  // namespace assay::store
