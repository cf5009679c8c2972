#include "store/sqlite/write_transaction.hpp"

#include <utility>

namespace assay::store {

std::optional<std::int64_t> WriteTransaction::known_scope(const std::string& name) {
  if (const auto known = scopes_.find(name); known != scopes_.end()) return known->second;
  auto rows = db.query("SELECT id FROM scopes WHERE name=?1", name);
  if (!rows.step()) return std::nullopt;
  // Bounded: tenants are few, but their number is not ours to decide.
  constexpr std::size_t kMost = 10'000;
  if (scopes_.size() >= kMost) scopes_.clear();
  return scopes_[name] = rows.int64(0);
}

std::int64_t WriteTransaction::scope_id(const std::string& name) {
  if (const auto known = known_scope(name)) return *known;
  db.run("INSERT INTO scopes(name) VALUES (?1)", name);
  return scopes_[name] = db.last_insert_id();
}

std::int64_t WriteTransaction::next_job() {
  if (!last_job_) {
    auto rows = db.query("SELECT ifnull(max(seq), 0) FROM jobs");
    last_job_ = rows.step() ? rows.int64(0) : 0;
  }
  return ++*last_job_;
}

void WriteTransaction::committed() {
  for (const auto& effect : std::exchange(effects_, {})) effect();
}

void WriteTransaction::undone() {
  effects_.clear();
  rollups.clear();
  scopes_.clear();
}

}  // namespace assay::store
