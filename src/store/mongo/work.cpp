#include "store/mongo/work.hpp"

#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/issue_states.hpp"
#include "store/mongo/jobs.hpp"

namespace assay::store::mongo {

base::Result<core::JobWork> read_work(Client& client, const core::JobId& id, core::Fence fence) {
  const auto job = held_job(client, id, fence);
  if (!job) return base::fail(job.error());
  const View view = job->view();
  core::JobWork work;
  work.scope = core::Scope{view.text("scope")};
  work.fingerprint = core::Fingerprint{view.text("fingerprint")};
  work.created_at = view.time("created_at");
  work.trace = view.text("trace");
  FindOptions options;
  options.sort = {{"created_at", 1}, {"_id", 1}};
  options.projection = {{"_id", 1}};
  const auto attached = client.find(kSubmissions, {{"job", id}, {"open", true}}, options);
  if (!attached) return base::fail(attached.error());
  for (const auto& each : *attached) work.submissions.emplace_back(each.view().text("_id"));
  // Who made it died before the submission was stored, or is about to store it: nothing must be paid for it
  // now. If nobody comes, repair ends it.
  if (work.submissions.empty()) return base::fail(base::Errc::conflict, "nobody waits for this job yet");
  auto input = read_input(client, view.text("input"), view.flag("no_cache"));
  if (!input) return base::fail(std::move(input.error()));
  work.input = std::move(*input);
  if (auto states = attach_states(client, work); !states) return base::fail(std::move(states.error()));
  return work;
}

base::Result<std::shared_ptr<const core::ReviewInput>> input_of(Client& client, const core::Scope& scope,
                                                                const core::SubmissionId& id) {
  FindOptions options;
  options.projection = {{"input", 1}, {"no_cache", 1}};
  const auto found = client.find_one(kSubmissions, {{"_id", id}, {"scope", scope}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return base::fail(base::Errc::not_found, "no such review");
  return read_input(client, (*found)->view().text("input"), (*found)->view().flag("no_cache"));
}

}  // namespace assay::store::mongo
