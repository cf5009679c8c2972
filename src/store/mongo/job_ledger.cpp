#include "store/mongo/job_ledger.hpp"

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

Result<std::optional<core::Fence>> issue_fence(Client& client, const core::JobId& job, base::Timestamp now) {
  mongo::ChangeOptions options;
  options.ack = Ack::majority;
  options.projection = {{"fence", 1}};
  const auto held = client.change(mongo::kJobs, {{"_id", job}, {"open", true}},
                                  {{"$inc", Document{{"fence", std::int64_t{1}}}},
                                   {"$set", Document{{"held", true}, {"status", 1}, {"updated_at", now}}}},
                                  options);
  if (!held) return base::fail(held.error());
  if (!*held) return std::optional<core::Fence>{};
  return std::optional{core::Fence{(*held)->view().number("fence")}};
}

}  // namespace

Task<Result<Fences>> MongoJobLedger::issue_fences(std::vector<core::JobId> jobs) {
  auto work = [jobs = std::move(jobs), now = clock_.now()](Client& client) -> Result<Fences> {
    Fences fences;
    for (const auto& job : jobs) {
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
    Document filter{{"open", true}};
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
