#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "broker/redis/reply.hpp"

namespace assay::broker::redis {

/// One command under way, and who waits for its reply.
struct Call {
  virtual ~Call() = default;
  /// Called once, on the client's io_context. May start other calls, and may not end the link at once.
  virtual void done(base::Result<Reply> reply) = 0;

  std::string bytes{};  ///< as they are sent; several commands where only the last reply counts
  int replies = 1;      ///< of these bytes
  std::chrono::steady_clock::time_point deadline;
};
using CallPtr = std::unique_ptr<Call>;

}  // namespace assay::broker::redis
