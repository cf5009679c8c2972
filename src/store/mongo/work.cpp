#include "store/mongo/work.hpp"

#include <map>
#include <set>
#include <string>

#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/issue_states.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

using Jobs = std::map<std::string, Document>;
using Attached = std::map<std::string, std::vector<core::SubmissionId>>;

Array ids_of(const std::vector<WantedWork>& wanted) {
  Array ids;
  for (const auto& each : wanted) ids.add(each.job);
  return ids;
}

Result<Jobs> open_jobs(Client& client, const std::vector<WantedWork>& wanted) {
  auto found = client.find(kJobs, {{"_id", Document{{"$in", ids_of(wanted)}}}, {"open", true}});
  if (!found) return base::fail(std::move(found.error()));
  Jobs jobs;
  for (auto& each : *found) {
    auto id = each.view().text("_id");
    jobs.emplace(std::move(id), std::move(each));
  }
  return jobs;
}

/// The unfinished submissions of each job, oldest first.
Result<Attached> attached(Client& client, const std::vector<WantedWork>& wanted) {
  FindOptions options;
  options.sort = {{"created_at", 1}, {"_id", 1}};
  options.projection = {{"job", 1}};
  const auto found =
      client.find(kSubmissions, {{"job", Document{{"$in", ids_of(wanted)}}}, {"open", true}}, options);
  if (!found) return base::fail(found.error());
  Attached submissions;
  for (const auto& each : *found) submissions[each.view().text("job")].emplace_back(each.view().text("_id"));
  return submissions;
}

/// Without its input.
Result<core::JobWork> work_of(const Jobs& jobs, const Attached& submissions, const WantedWork& wanted) {
  const auto job = jobs.find(wanted.job.str());
  if (job == jobs.end()) return base::fail(base::Errc::conflict, "the job is over");
  const View view = job->second.view();
  if (!view.flag("held") || view.number("fence") != static_cast<std::int64_t>(wanted.fence))
    return base::fail(base::Errc::conflict, "the job was taken over by another worker");
  core::JobWork work;
  work.scope = core::Scope{view.text("scope")};
  work.fingerprint = core::Fingerprint{view.text("fingerprint")};
  work.created_at = view.time("created_at");
  work.trace = view.text("trace");
  // Only who held it before can have saved any.
  work.may_have_replies = view.number("fence") > 1;
  if (const auto its = submissions.find(wanted.job.str()); its != submissions.end())
    work.submissions = its->second;
  return work;
}

}  // namespace

Result<std::vector<Result<core::JobWork>>> read_works(Client& client, HeldJobs& held,
                                                      const std::vector<WantedWork>& wanted) {
  const auto jobs = open_jobs(client, wanted);
  if (!jobs) return base::fail(jobs.error());
  const auto submissions = attached(client, wanted);
  if (!submissions) return base::fail(submissions.error());
  std::vector<Result<core::JobWork>> works;
  std::set<std::string> ids;
  for (const auto& each : wanted) {
    works.push_back(work_of(*jobs, *submissions, each));
    // Without any submission nothing must be paid for it now: who made it died before that was stored, or is
    // about to store it. If nobody comes, repair ends it.
    if (works.back() && !works.back()->submissions.empty())
      ids.insert(jobs->at(each.job.str()).view().text("input"));
  }
  const auto inputs = find_inputs(client, ids);
  if (!inputs) return base::fail(inputs.error());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    auto& work = works[i];
    if (!work || work->submissions.empty()) continue;
    const View job = jobs->at(wanted[i].job.str()).view();
    const auto found = inputs->find(job.text("input"));
    auto input = read_input(client, found == inputs->end() ? nullptr : &found->second, job.flag("no_cache"));
    if (!input) {
      work = base::fail(std::move(input.error()));
      continue;
    }
    work->input = std::move(*input);
    held.put(wanted[i].job, wanted[i].fence,
             {job.text("scope"), job.text("input"), work->input->language,
              static_cast<int>(job.number("attempts"))});
  }
  if (auto states = attach_states(client, works); !states) return base::fail(std::move(states.error()));
  return works;
}

base::Result<std::shared_ptr<const core::ReviewInput>> input_of(Client& client, const core::Scope& scope,
                                                                const core::SubmissionId& id) {
  FindOptions options;
  options.projection = {{"input", 1}, {"no_cache", 1}};
  const auto found = client.find_one(kSubmissions, {{"_id", id}, {"scope", scope}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return base::fail(base::Errc::not_found, "There is no review with this id.", "id");
  return read_input(client, (*found)->view().text("input"), (*found)->view().flag("no_cache"));
}

}  // namespace assay::store::mongo
