#pragma once
#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/ports/review_store.hpp"

namespace assay::store {

/// Finished submissions that were read lately, so that polling clients cost no database read. They never
/// change, except that they can be erased. Bounded by bytes, least recently used out first; sharded,
/// thread-safe.
class HotRecords {
 public:
  explicit HotRecords(std::size_t bytes) : bytes_per_shard_(bytes / kShards) {}

  std::optional<core::SubmissionRecord> find(const core::SubmissionId& id);

  /// Taken before the database is read; keeps what was read from outliving an erasure that happened
  /// meanwhile.
  std::uint64_t ticket(const core::SubmissionId& id);
  /// Ignores records that are not terminal, and all when something was erased since the ticket.
  void keep(const core::SubmissionRecord& record, std::uint64_t ticket);
  void erase(const core::SubmissionId& id);

 private:
  static constexpr std::size_t kShards = 8;
  struct Entry {
    core::SubmissionRecord record;
    std::size_t bytes = 0;
  };
  struct Shard {
    std::mutex mutex;
    std::list<Entry> by_use;  ///< most recent first
    std::unordered_map<core::SubmissionId, std::list<Entry>::iterator> by_id;
    std::size_t bytes = 0;
    std::uint64_t erasures = 0;
  };
  static void remove(Shard& shard, std::list<Entry>::iterator entry);
  Shard& shard_of(const core::SubmissionId& id);

  const std::size_t bytes_per_shard_;
  std::array<Shard, kShards> shards_;
};

}  // namespace assay::store
