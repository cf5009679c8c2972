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

std::optional<StoredReview> WriteTransaction::review(std::int64_t id) {
  if (const auto known = reviews_.find(id); known != reviews_.end()) return known->second;
  auto rows = db.query(
      "SELECT r.score, b.issues, r.queued_ms, r.run_ms FROM reviews r JOIN review_bodies b ON b.review = "
      "r.id WHERE r.id=?1",
      id);
  auto issues = rows.step() ? decode_issues(rows.bytes(1)) : std::nullopt;
  if (!issues) {
    db.set_corrupt("a review is missing or can't be read");
    return std::nullopt;
  }
  StoredReview review{id, std::nullopt, rows.int64(2), rows.int64(3), std::move(*issues)};
  if (!rows.is_null(0)) review.score = rows.integer(0);
  constexpr std::size_t kMost = 512;
  if (reviews_.size() >= kMost) reviews_.clear();
  return reviews_[id] = std::move(review);
}

void WriteTransaction::committed() {
  for (const auto& effect : std::exchange(effects_, {})) effect();
}

void WriteTransaction::undone() {
  effects_.clear();
  rollups.clear();
  scopes_.clear();
  reviews_.clear();
}

}  // namespace assay::store
