#include "store/sqlite/retention.hpp"

#include <limits>
#include <set>

#include "store/sqlite/forget_code.hpp"
#include "store/sqlite/remove.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

/// Submissions that are looked at for each one that may lose its code: a piece takes some milliseconds.
constexpr int kLooks = 16;

struct KnownScope {
  std::int64_t number = 0;
  core::Scope name;
};

std::vector<KnownScope> all_scopes(Connection& db) {
  std::vector<KnownScope> scopes;
  auto rows = db.query("SELECT id, name FROM scopes ORDER BY id");
  while (rows.step()) scopes.push_back({rows.int64(0), core::Scope{rows.text(1)}});
  return scopes;
}

struct Looked {
  std::int64_t created_at = 0;
  std::string id;
  std::int64_t input = 0;
  bool open = false;
  bool has_old_code = false;
};

std::vector<Looked> look_at(Connection& db, std::int64_t scope, std::int64_t after, std::string_view after_id,
                            std::int64_t before, int most) {
  std::vector<Looked> found;
  auto rows = db.query(
      "SELECT s.created_at, s.id, s.input, s.state=0, i.forgotten=0 AND i.used_at<?4 FROM submissions s "
      "INDEXED "
      "BY submissions_by_time CROSS JOIN inputs i ON i.id = s.input WHERE s.scope=?1 AND "
      "(s.created_at, s.id)>(?2, ?3) AND s.created_at<?4 ORDER BY s.created_at, s.id LIMIT ?5",
      scope, after, PackedId{after_id}, before, most);
  while (rows.step())
    found.push_back({rows.int64(0), rows.id(1), rows.int64(2), rows.int64(3) != 0, rows.int64(4) != 0});
  return found;
}

}  // namespace

std::vector<core::SubmissionId> erase_old(WriteTransaction& tx, base::Timestamp before, int most,
                                          base::Timestamp now) {
  std::vector<core::SubmissionId> erased;
  for (const auto& scope : all_scopes(tx.db)) {
    std::vector<core::SubmissionId> old;
    {
      auto rows = tx.db.query(
          "SELECT id FROM submissions INDEXED BY submissions_by_time WHERE scope=?1 AND created_at<?2 AND "
          "state<>0 ORDER BY created_at LIMIT ?3",
          scope.number, stored(before), most - static_cast<int>(erased.size()));
      while (rows.step()) old.emplace_back(rows.id(0));
    }
    for (auto& id : old) {
      if (erase_submission(tx, scope.name, id, now)) erased.push_back(std::move(id));
    }
    if (std::ssize(erased) >= most) break;
  }
  return erased;
}

std::vector<core::SubmissionId> CodeSweep::run(WriteTransaction& tx, base::Timestamp before, int most,
                                               bool& more) {
  std::vector<core::SubmissionId> without_code;
  const int looks = most * kLooks;
  int inputs = 0;
  std::set<std::int64_t> done;  // several submissions may share one
  for (const auto& scope : all_scopes(tx.db)) {
    auto place = swept_.contains(scope.number) ? swept_[scope.number]
                                               : Place{std::numeric_limits<std::int64_t>::min(), {}};
    const auto found = look_at(tx.db, scope.number, place.created_at, place.id, stored(before), looks);
    bool waits = false;  // for one that is not finished: its code is needed yet, it is looked at again
    for (const auto& each : found) {
      waits = waits || each.open;
      if (!waits) place = {each.created_at, each.id};
      if (!each.has_old_code || is_open(tx.db, each.input) || !done.insert(each.input).second) continue;
      for (auto& id : forget_code(tx, scope.number, each.input)) without_code.push_back(std::move(id));
      if (++inputs == most) break;
    }
    tx.after_commit([this, number = scope.number, place] { swept_[number] = place; });
    more = more || inputs == most || (std::ssize(found) == looks && !waits);
    if (inputs == most) break;
  }
  return without_code;
}

}  // namespace assay::store
