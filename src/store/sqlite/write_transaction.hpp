#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stored_issues.hpp"

namespace assay::store {

/// Called at named steps of every write, on the writer thread. Tests stop the process there; empty in
/// production.
using StepHook = std::function<void(std::string_view step)>;

/// What a write operation works with. Operations of one batch share it; they see what earlier ones of the
/// batch did. Lives on the writer thread.
///
/// Nothing outside the database may change while an operation runs, because the batch may be undone and run
/// again: such effects go into `after_commit`.
class WriteTransaction {
 public:
  WriteTransaction(Connection& connection, const StepHook& hook) : db(connection), hook_(hook) {}

  Connection& db;
  RollupChanges rollups;

  /// The number of a scope; made where it is new.
  std::int64_t scope_id(const std::string& name);
  /// Nothing where the scope has never been used.
  std::optional<std::int64_t> known_scope(const std::string& name);

  /// A number that no job has; larger ones were given later.
  std::int64_t next_job();

  /// A review as the rollups need it; nothing where it is missing or can't be read: then the connection has
  /// the error. Those that answer again and again are remembered.
  std::optional<StoredReview> review(std::int64_t id);
  void forget_review(std::int64_t id) { reviews_.erase(id); }

  /// Runs after the commit, in order, before anyone is told the result.
  void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }
  void step(std::string_view name) const {
    if (hook_) hook_(name);
  }

  /// For the writer: the end of a batch.
  void committed();
  void undone();

 private:
  const StepHook& hook_;
  std::map<std::string, std::int64_t> scopes_;
  std::map<std::int64_t, StoredReview> reviews_;
  std::optional<std::int64_t> last_job_;
  std::vector<std::function<void()>> effects_;
};

}  // namespace assay::store
