#pragma once
#include <cstddef>

#include "core/ports/job_queue.hpp"

namespace assay::access {
class KeyRing;
}
namespace assay::base {
class Metrics;
}

namespace assay::http {

class AccessControl;
class Readiness;

/// What a process tells of itself, and to whom: the part of the Api that a process without one has, too.
/// Everything outlives the server.
struct Vitals {
  core::JobQueue& queue;
  Readiness& readiness;
  base::Metrics& metrics;
  access::KeyRing& keys;
  const AccessControl& access;
  std::size_t max_body_bytes = 8 * 1024 * 1024;
  std::size_t max_code_bytes = 1024 * 1024;
};

}  // namespace assay::http
