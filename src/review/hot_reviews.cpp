#include "review/hot_reviews.hpp"

namespace assay::review {
namespace {

/// What an entry costs, about: its bytes and the containers around them.
std::size_t cost_of(const core::SubmissionRecord& record) {
  constexpr std::size_t kOverhead = 512;
  return kOverhead + (record.review_members ? record.review_members->size() : 0);
}

}  // namespace

HotReviews::HotReviews(std::size_t max_bytes) : max_shard_bytes_(max_bytes / kShards) {}

HotReviews::Shard& HotReviews::shard_of(const core::SubmissionId& id) {
  return shards_[std::hash<core::SubmissionId>{}(id) % kShards];
}

void HotReviews::drop(Shard& shard, Entries::iterator entry) {
  shard.bytes -= cost_of(**entry);
  shard.by_id.erase((*entry)->submission.id);
  shard.recent.erase(entry);
}

std::shared_ptr<const core::SubmissionRecord> HotReviews::find(const core::Scope& scope,
                                                               const core::SubmissionId& id) {
  auto& shard = shard_of(id);
  const std::lock_guard lock{shard.mutex};
  const auto found = shard.by_id.find(id);
  if (found == shard.by_id.end() || (*found->second)->submission.scope != scope) return nullptr;
  shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
  return *found->second;
}

std::uint64_t HotReviews::ticket(const core::SubmissionId& id) {
  auto& shard = shard_of(id);
  const std::lock_guard lock{shard.mutex};
  return shard.erasures;
}

void HotReviews::put(std::shared_ptr<const core::SubmissionRecord> record, std::uint64_t ticket) {
  const auto cost = cost_of(*record);
  if (!core::is_terminal(record->submission.status) || cost > max_shard_bytes_) return;
  const auto& id = record->submission.id;
  auto& shard = shard_of(id);
  const std::lock_guard lock{shard.mutex};
  if (shard.erasures != ticket) return;
  if (const auto found = shard.by_id.find(id); found != shard.by_id.end()) drop(shard, found->second);
  shard.recent.push_front(std::move(record));
  shard.by_id.emplace(shard.recent.front()->submission.id, shard.recent.begin());
  shard.bytes += cost;
  while (shard.bytes > max_shard_bytes_) drop(shard, std::prev(shard.recent.end()));
}

void HotReviews::clear() {
  for (auto& shard : shards_) {
    const std::lock_guard lock{shard.mutex};
    ++shard.erasures;
    shard.by_id.clear();
    shard.recent.clear();
    shard.bytes = 0;
  }
}

void HotReviews::erase(const core::SubmissionId& id) {
  auto& shard = shard_of(id);
  const std::lock_guard lock{shard.mutex};
  ++shard.erasures;
  if (const auto found = shard.by_id.find(id); found != shard.by_id.end()) drop(shard, found->second);
}

}  // namespace assay::review
