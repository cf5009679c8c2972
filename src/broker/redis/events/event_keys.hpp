#pragma once
#include <string>

#include "core/ids.hpp"

namespace assay::broker::redis {

/// Where events stand in Redis; see scripts/events.lua. What one script touches shares a hash tag.
class EventKeys {
 public:
  explicit EventKeys(std::string prefix) : prefix_(std::move(prefix)) {}
  std::string job_stream(const core::JobId& job) const { return "{" + prefix_ + ":e:" + job.str() + "}:s"; }
  std::string job_members(const core::JobId& job) const { return "{" + prefix_ + ":e:" + job.str() + "}:m"; }
  std::string scope_stream(const core::Scope& scope) const {
    return "{" + prefix_ + ":c:" + scope.str() + "}:s";
  }
  std::string scope_senders(const core::Scope& scope) const {
    return "{" + prefix_ + ":c:" + scope.str() + "}:t";
  }
  std::string submission(const core::SubmissionId& id) const {
    return "{" + prefix_ + ":t:" + id.str() + "}";
  }
  std::string channel() const { return prefix_ + ":events"; }

 private:
  std::string prefix_;
};

struct RedisEventOptions {
  std::string prefix = "assay";  ///< of all keys; those who share a Redis need one each
  std::size_t job_frames = 2048;
  std::size_t job_bytes = 1 << 20;
  std::size_t scope_frames = 16'384;
  std::size_t scope_bytes = 8 << 20;
  int keep_running = 3600;  ///< seconds after the last event of a job that goes on
  int keep_ended = 300;     ///< seconds after its end
  int keep_scope = 86'400;  ///< seconds after the last event of a scope
  std::size_t outbox =
      20'000;  ///< so many events wait for Redis at most; then progress and findings are left out
};

}  // namespace assay::broker::redis
