#include "store/mongo/replies.hpp"

#include <chrono>

#include "store/mongo/documents.hpp"
#include "store/mongo/jobs.hpp"

namespace assay::store::mongo {

using base::Result;

Result<void> save_reply(Client& client, const core::JobId& job, const std::string& part,
                        const std::string& reply) {
  const Document which{{"_id", job.str() + "/" + part}};
  // The date is only for the server to clean up by, so it is the real one.
  const auto now = std::chrono::time_point_cast<base::Micros>(std::chrono::system_clock::now());
  const Document kept{{"job", job}, {"reply", Bytes{reply}}, {"at", Date{now}}};
  const auto saved = client.update_one(kReplies, which, {{"$set", kept}}, Ack::majority, true);
  if (!saved) return base::fail(saved.error());
  // After it is there: who ends the job removes it from then on.
  const auto open = client.count(kJobs, {{"_id", job}, {"open", true}}, 1);
  if (!open) return base::fail(open.error());
  if (*open > 0) return {};
  const auto removed = client.remove_one(kReplies, which, Ack::one);
  if (!removed) return base::fail(removed.error());
  return base::fail(base::Errc::conflict, "the job is over");
}

Result<std::optional<std::string>> find_reply(Client& client, const core::JobId& job,
                                              const std::string& part) {
  const auto found = client.find_one(kReplies, {{"_id", job.str() + "/" + part}});
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<std::string>{};
  return std::optional{(*found)->view().text("reply")};
}

}  // namespace assay::store::mongo
