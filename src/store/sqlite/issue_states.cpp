#include "store/sqlite/issue_states.hpp"

#include "core/input_files.hpp"
#include "core/states_json.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

static_assert(static_cast<int>(core::IssueStatus::open) == 0 &&
              static_cast<int>(core::IssueStatus::dismissed) == 1 &&
              static_cast<int>(core::IssueStatus::fixed) == 2);

/// States of one path that a job gets at most, the newest: those of unnamed code can be many.
constexpr int kMostOfAPath = 2'000;

/// From columns status, reason, author, at.
core::IssueState state_of(Connection& db, const Rows& rows) {
  const auto status = rows.int64(0);
  if (status < 0 || status > 2) {
    db.set_corrupt("an issue has a state that does not exist");
    return {};
  }
  return {static_cast<core::IssueStatus>(status), rows.text(1), rows.text(2), timestamp(rows.int64(3))};
}

}  // namespace

void add_state(WriteTransaction& tx, const core::IssueRef& issue, const core::IssueState& state) {
  const auto scope = tx.scope_id(issue.scope.str());
  tx.db.run(
      "INSERT INTO issue_states(scope, fingerprint, path, status, reason, author, at) VALUES (?1, ?2, ?3, "
      "?4, ?5, ?6, "
      "?7)",
      scope, PackedId{issue.fingerprint}, issue.path, static_cast<int>(state.status), state.reason, state.by,
      stored(state.at.value_or(base::Timestamp{})));
}

std::vector<core::IssueState> read_state_history(Connection& db, const core::Scope& scope,
                                                 std::string_view fingerprint) {
  std::vector<core::IssueState> history;
  auto rows = db.query(
      "SELECT s.status, s.reason, s.author, s.at FROM issue_states s JOIN scopes c ON c.id = s.scope WHERE "
      "c.name=?1 "
      "AND s.fingerprint=?2 ORDER BY s.seq",
      scope.str(), PackedId{fingerprint});
  while (rows.step()) history.push_back(state_of(db, rows));
  return history;
}

void attach_states(Connection& db, const StatedIssues& stated, core::SubmissionRecord& record) {
  if (!record.review_members || stated.none()) return;
  core::IssueStates states;
  const auto& scope = record.submission.scope;
  for (const auto fingerprint : core::issue_fingerprints(*record.review_members)) {
    if (!stated.may_have(scope, fingerprint)) continue;
    auto rows = db.query(
        "SELECT s.status, s.reason, s.author, s.at FROM issue_states s JOIN scopes c ON c.id = s.scope WHERE "
        "c.name=?1 AND s.fingerprint=?2 ORDER BY s.seq DESC LIMIT 1",
        scope.str(), PackedId{fingerprint});
    if (rows.step()) states.emplace(fingerprint, state_of(db, rows));
  }
  if (!states.empty()) record.states = std::make_shared<const core::IssueStates>(std::move(states));
}

void attach_states(Connection& db, const StatedIssues& stated, core::JobWork& work) {
  if (!work.input || stated.none()) return;
  core::IssueStates states;
  for (const auto& text : core::texts_of(*work.input)) {
    auto rows = db.query(
        "SELECT s.status, s.reason, s.author, s.at, s.fingerprint FROM issue_states s JOIN scopes c ON c.id "
        "= s.scope "
        "WHERE c.name=?1 AND s.path=?2 ORDER BY s.seq DESC LIMIT ?3",
        work.scope.str(), text.path, kMostOfAPath);
    while (rows.step()) states.emplace(rows.id(4), state_of(db, rows));
  }
  if (!states.empty()) work.states = std::make_shared<const core::IssueStates>(std::move(states));
}

void load_stated(Connection& db, StatedIssues& stated) {
  auto rows =
      db.query("SELECT DISTINCT c.name, s.fingerprint FROM issue_states s JOIN scopes c ON c.id = s.scope");
  while (rows.step()) stated.add(core::Scope{rows.text(0)}, rows.id(1));
}

}  // namespace assay::store
