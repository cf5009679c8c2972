#pragma once
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace assay::store {

/// Values that never change, kept by key in at most so many bytes; the ones that were used longest ago go
/// first. Thread-safe; each call takes one short lock.
template <class Value>
class RecentlyUsed {
 public:
  using Shared = std::shared_ptr<const Value>;

  explicit RecentlyUsed(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Null where it is not here.
  Shared find(std::string_view key) {
    const std::scoped_lock lock{mutex_};
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }
  /// `bytes`: what it costs, its own overhead aside. Left alone where the key is there or it costs too much.
  void put(std::string key, Shared value, std::size_t bytes) {
    bytes += kOverhead;
    const std::scoped_lock lock{mutex_};
    if (bytes > max_bytes_ || by_key_.contains(key)) return;
    entries_.push_front({std::move(key), std::move(value), bytes});
    by_key_.emplace(entries_.front().key, entries_.begin());
    bytes_ += bytes;
    while (bytes_ > max_bytes_) drop(std::prev(entries_.end()));
  }
  void erase(std::string_view key) {
    const std::scoped_lock lock{mutex_};
    if (const auto found = by_key_.find(key); found != by_key_.end()) drop(found->second);
  }
  void clear() {
    const std::scoped_lock lock{mutex_};
    by_key_.clear();
    entries_.clear();
    bytes_ = 0;
  }

 private:
  /// What an entry costs beside its value, about.
  static constexpr std::size_t kOverhead = 256;
  struct Entry {
    std::string key;
    Shared value;
    std::size_t bytes;
  };
  using Entries = std::list<Entry>;  // front: used last

  void drop(typename Entries::iterator entry) {
    bytes_ -= entry->bytes;
    by_key_.erase(entry->key);
    entries_.erase(entry);
  }

  std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string_view, typename Entries::iterator> by_key_;  // keys are those of the entries
  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
};

}  // namespace assay::store
