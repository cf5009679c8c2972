#include "store/sqlite/replies.hpp"

namespace assay::store {

base::Result<void> save_reply(WriteTransaction& tx, const core::JobId& job, const std::string& part,
                              const std::string& reply) {
  tx.step("reply.begin");
  tx.db.run(
      "INSERT INTO replies(job, part, reply) SELECT seq, ?2, ?3 FROM jobs WHERE id=?1 "
      "ON CONFLICT(job, part) DO UPDATE SET reply=excluded.reply",
      job, part, Blob{reply});
  if (!tx.db.error() && tx.db.changes() == 0) return base::fail(base::Errc::conflict, "the job is over");
  return {};
}

base::Result<std::optional<std::string>> find_reply(Connection& db, const core::JobId& job,
                                                    const std::string& part) {
  auto rows = db.query(
      "SELECT r.reply FROM jobs j JOIN replies r ON r.job = j.seq WHERE j.id=?1 AND r.part=?2", job, part);
  if (!rows.step()) return std::optional<std::string>{};
  return std::optional{rows.text(0)};
}

}  // namespace assay::store
