#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/ports/review_store.hpp"

namespace assay::review {

/// Finished submissions kept in memory, least recently used out first, bounded in bytes. Only terminal ones
/// are put in: they change no more, except that they can be erased and that something can be said of their
/// issues. Thread-safe; a lookup takes one short lock of one of 16 shards.
class HotReviews {
 public:
  explicit HotReviews(std::size_t max_bytes);

  /// Null where it is not here or belongs to another scope.
  std::shared_ptr<const core::SubmissionRecord> find(const core::Scope& scope, const core::SubmissionId& id);
  /// Taken before the store is read: keeps what was read from outliving an erasure that happened meanwhile.
  std::uint64_t ticket(const core::SubmissionId& id);
  /// Ignored where the record is not terminal, or where something was erased since the ticket.
  void put(std::shared_ptr<const core::SubmissionRecord> record, std::uint64_t ticket);
  void erase(const core::SubmissionId& id);
  /// For a change that may concern any of them.
  void clear();

 private:
  static constexpr std::size_t kShards = 16;
  using Entries = std::list<std::shared_ptr<const core::SubmissionRecord>>;
  struct Shard {
    std::mutex mutex;
    Entries recent;  // front: used last
    std::unordered_map<core::SubmissionId, Entries::iterator> by_id;
    std::size_t bytes = 0;
    std::uint64_t erasures = 0;
  };
  Shard& shard_of(const core::SubmissionId& id);
  static void drop(Shard& shard, Entries::iterator entry);

  std::size_t max_shard_bytes_;
  std::array<Shard, kShards> shards_;
};

}  // namespace assay::review
