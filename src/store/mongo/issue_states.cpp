#include "store/mongo/issue_states.hpp"

#include <map>
#include <set>

#include "core/input_files.hpp"
#include "store/mongo/counter.hpp"
#include "store/mongo/documents.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

static_assert(static_cast<int>(core::IssueStatus::open) == 0 &&
              static_cast<int>(core::IssueStatus::dismissed) == 1 &&
              static_cast<int>(core::IssueStatus::fixed) == 2);

/// States of one path that a job gets at most, the newest: those of unnamed code can be many.
constexpr std::int64_t kMostOfAPath = 2'000;

Result<core::IssueState> state_of(const View& view) {
  const auto status = view.number("status");
  if (status < 0 || status > 2)
    return base::fail(base::Errc::corrupt, "an issue has a state that does not exist");
  return core::IssueState{static_cast<core::IssueStatus>(status), view.text("reason"), view.text("by"),
                          view.time("at")};
}

/// The newest of each fingerprint.
Result<core::IssueStates> find_states(Client& client, const Document& filter, std::int64_t most) {
  FindOptions options;
  options.sort = {{"_id", -1}};
  options.limit = most;
  const auto found = client.find(kIssueStates, filter, options);
  if (!found) return base::fail(found.error());
  core::IssueStates states;
  for (const auto& each : *found) {
    auto state = state_of(each.view());
    if (!state) return base::fail(std::move(state.error()));
    states.emplace(each.view().text("fingerprint"), std::move(*state));
  }
  return states;
}

using StatesOfPaths = std::map<std::string, core::IssueStates, std::less<>>;

/// The newest of each fingerprint; paths without any are left out.
Result<StatesOfPaths> states_of_paths(Client& client, const core::Scope& scope,
                                      const std::set<std::string>& paths) {
  Array any;
  for (const auto& path : paths) any.add(path);
  FindOptions options;
  options.sort = {{"_id", -1}};
  options.limit = kMostOfAPath;
  const auto found = client.find(kIssueStates, {{"scope", scope}, {"path", Document{{"$in", any}}}}, options);
  if (!found) return base::fail(found.error());
  StatesOfPaths states;
  if (std::ssize(*found) < kMostOfAPath) {
    for (const auto& each : *found) {
      auto state = state_of(each.view());
      if (!state) return base::fail(std::move(state.error()));
      states[each.view().text("path")].emplace(each.view().text("fingerprint"), std::move(*state));
    }
    return states;
  }
  // Together they are too many: each path has its own limit.
  for (const auto& path : paths) {
    auto of_path = find_states(client, {{"scope", scope}, {"path", path}}, kMostOfAPath);
    if (!of_path) return base::fail(std::move(of_path.error()));
    if (!of_path->empty()) states.emplace(path, std::move(*of_path));
  }
  return states;
}

}  // namespace

Result<void> add_state(Client& client, const core::IssueRef& issue, const core::IssueState& state) {
  const auto number = next_number(client, "states");
  if (!number) return base::fail(number.error());
  return client.insert(kIssueStates,
                       {{"_id", *number},
                        {"scope", issue.scope},
                        {"fingerprint", issue.fingerprint},
                        {"path", issue.path},
                        {"status", static_cast<int>(state.status)},
                        {"reason", state.reason},
                        {"by", state.by},
                        {"at", state.at.value_or(base::Timestamp{})}},
                       Ack::majority);
}

Result<std::vector<core::IssueState>> read_state_history(Client& client, const core::Scope& scope,
                                                         const std::string& fingerprint) {
  FindOptions options;
  options.sort = {{"_id", 1}};
  const auto found = client.find(kIssueStates, {{"scope", scope}, {"fingerprint", fingerprint}}, options);
  if (!found) return base::fail(found.error());
  std::vector<core::IssueState> history;
  for (const auto& each : *found) {
    auto state = state_of(each.view());
    if (!state) return base::fail(std::move(state.error()));
    history.push_back(std::move(*state));
  }
  return history;
}

Result<void> attach_states(Client& client, const Reviews& reviews,
                           std::vector<core::SubmissionRecord>& records) {
  const auto review_of = [&](const core::SubmissionRecord& record) -> const KeptReview* {
    return record.review_members ? reviews.find(record.submission.review->str())->second.get() : nullptr;
  };
  std::map<core::Scope, std::set<std::string_view>> wanted;
  for (const auto& record : records) {
    const auto* review = review_of(record);
    if (review == nullptr || review->fingerprints.empty()) continue;
    wanted[record.submission.scope].insert(review->fingerprints.begin(), review->fingerprints.end());
  }
  for (const auto& [scope, fingerprints] : wanted) {
    Array any;
    for (const auto fingerprint : fingerprints) any.add(fingerprint);
    const auto states = find_states(client, {{"scope", scope}, {"fingerprint", Document{{"$in", any}}}}, 0);
    if (!states) return base::fail(states.error());
    if (states->empty()) continue;
    for (auto& record : records) {
      const auto* review = review_of(record);
      if (review == nullptr || record.submission.scope != scope) continue;
      core::IssueStates of_issues;
      for (const auto fingerprint : review->fingerprints) {
        const auto state = states->find(fingerprint);
        if (state != states->end()) of_issues.insert(*state);
      }
      if (!of_issues.empty()) record.states = std::make_shared<const core::IssueStates>(std::move(of_issues));
    }
  }
  return {};
}

Result<void> attach_states(Client& client, std::vector<Result<core::JobWork>>& works) {
  std::map<core::Scope, std::set<std::string>> wanted;
  for (const auto& work : works) {
    if (!work || !work->input) continue;
    for (const auto& text : core::texts_of(*work->input)) wanted[work->scope].emplace(text.path);
  }
  for (const auto& [scope, paths] : wanted) {
    const auto states = states_of_paths(client, scope, paths);
    if (!states) return base::fail(states.error());
    for (auto& work : works) {
      if (!work || !work->input || work->scope != scope) continue;
      core::IssueStates its;
      for (const auto& text : core::texts_of(*work->input)) {
        const auto of_path = states->find(text.path);
        if (of_path != states->end()) its.insert(of_path->second.begin(), of_path->second.end());
      }
      if (!its.empty()) work->states = std::make_shared<const core::IssueStates>(std::move(its));
    }
  }
  return {};
}

}  // namespace assay::store::mongo
