#pragma once
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <unordered_set>

#include "core/ids.hpp"

namespace assay::store {

/// Which issues anything was ever said of, so that reading a review of others costs no query. May say yes by
/// accident, never no. 8 bytes and a little for each. Thread-safe.
class StatedIssues {
 public:
  void add(const core::Scope& scope, std::string_view fingerprint) {
    const std::unique_lock lock{mutex_};
    hashes_.insert(hash(scope, fingerprint));
  }
  bool may_have(const core::Scope& scope, std::string_view fingerprint) const {
    const std::shared_lock lock{mutex_};
    return hashes_.contains(hash(scope, fingerprint));
  }
  bool none() const {
    const std::shared_lock lock{mutex_};
    return hashes_.empty();
  }

 private:
  static std::size_t hash(const core::Scope& scope, std::string_view fingerprint) {
    const std::size_t mixed = std::hash<core::Scope>{}(scope) * 0x9e3779b97f4a7c15ULL;
    return mixed ^ std::hash<std::string_view>{}(fingerprint);
  }
  mutable std::shared_mutex mutex_;
  std::unordered_set<std::size_t> hashes_;
};

}  // namespace assay::store
