#include "store/sqlite/hot_records.hpp"

namespace assay::store {
namespace {

/// About what an entry takes, its places in the list and the map included.
std::size_t size_of(const core::SubmissionRecord& record) {
  constexpr std::size_t kOverhead = 512;
  return kOverhead + record.submission.error.size() + record.submission.filename.size() +
         (record.review_members ? record.review_members->size() : 0);
}

}  // namespace

std::optional<core::SubmissionRecord> HotRecords::find(const core::SubmissionId& id) {
  Shard& shard = shard_of(id);
  const std::scoped_lock lock{shard.mutex};
  const auto found = shard.by_id.find(id);
  if (found == shard.by_id.end()) return std::nullopt;
  shard.by_use.splice(shard.by_use.begin(), shard.by_use, found->second);
  return found->second->record;
}

std::uint64_t HotRecords::ticket(const core::SubmissionId& id) {
  Shard& shard = shard_of(id);
  const std::scoped_lock lock{shard.mutex};
  return shard.erasures;
}

void HotRecords::keep(const core::SubmissionRecord& record, std::uint64_t ticket) {
  if (!core::is_terminal(record.submission.status)) return;
  const std::size_t bytes = size_of(record);
  // One large review must not push out everything else.
  if (bytes > bytes_per_shard_ / 4) return;
  Shard& shard = shard_of(record.submission.id);
  const std::scoped_lock lock{shard.mutex};
  if (shard.erasures != ticket || shard.by_id.contains(record.submission.id)) return;
  shard.by_use.push_front(Entry{record, bytes});
  shard.by_id.emplace(record.submission.id, shard.by_use.begin());
  shard.bytes += bytes;
  while (shard.bytes > bytes_per_shard_) remove(shard, std::prev(shard.by_use.end()));
}

void HotRecords::erase(const core::SubmissionId& id) {
  Shard& shard = shard_of(id);
  const std::scoped_lock lock{shard.mutex};
  ++shard.erasures;
  if (const auto found = shard.by_id.find(id); found != shard.by_id.end()) remove(shard, found->second);
}

void HotRecords::remove(Shard& shard, std::list<Entry>::iterator entry) {
  shard.bytes -= entry->bytes;
  shard.by_id.erase(entry->record.submission.id);
  shard.by_use.erase(entry);
}

HotRecords::Shard& HotRecords::shard_of(const core::SubmissionId& id) {
  return shards_[std::hash<core::SubmissionId>{}(id) % kShards];
}

}  // namespace assay::store
