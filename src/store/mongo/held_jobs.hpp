#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "core/ids.hpp"
#include "core/language.hpp"
#include "store/recently_used.hpp"

namespace assay::store::mongo {

/// What can't change of a job while it is held under one fence.
struct HeldJob {
  std::string scope;
  std::string input;  ///< its id
  core::Language language = core::Language::text;
  int attempts = 0;  ///< charged ones, without the one that runs
};

/// Jobs that this process has loaded, so that finishing them need not read them again. Whether one is still
/// held under its fence is decided by the change that commits its result. Thread-safe.
class HeldJobs {
 public:
  void put(const core::JobId& job, core::Fence fence, HeldJob held) {
    jobs_.put(key(job, fence), std::make_shared<const HeldJob>(std::move(held)), kBytes);
  }
  /// Null where it was not loaded here, or long ago.
  std::shared_ptr<const HeldJob> find(const core::JobId& job, core::Fence fence) {
    return jobs_.find(key(job, fence));
  }
  void forget(const core::JobId& job, core::Fence fence) { jobs_.erase(key(job, fence)); }

 private:
  static constexpr std::size_t kBytes = 256;
  static std::string key(const core::JobId& job, core::Fence fence) {
    return job.str() + "/" + std::to_string(static_cast<std::int64_t>(fence));
  }
  RecentlyUsed<HeldJob> jobs_{std::size_t{1} << 20U};
};

}  // namespace assay::store::mongo
